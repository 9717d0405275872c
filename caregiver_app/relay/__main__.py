"""The operator's command line: `caregiver-relay serve --database URL --listen HOST:PORT`."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from alembic.util import CommandError
from sqlalchemy.exc import ArgumentError, DBAPIError

from caregiver_app.relay.server import run
from caregiver_app.relay.settings import Settings, UnsafeSettings, read_invitations, require_safe
from caregiver_app.sync.protocol import origin_of


def main(argv: Sequence[str] | None = None) -> int:
    """Run the relay; 0 after a stop that was asked for, 2 with a sentence for what cannot be."""
    os.umask(0o077)
    try:
        settings = settings_from(_parser().parse_args(argv))
        require_safe(settings)
        run(settings)
    except (UnsafeSettings, ArgumentError, ValueError) as error:
        return _give_up(str(error))
    except DBAPIError as error:
        return _give_up(f"The database cannot be opened: {error.orig}")
    except CommandError:
        return _give_up("The database was written by a newer relay.")
    except OSError as error:
        return _give_up(f"The relay cannot listen there or read that: {error}")
    return 0


def _give_up(sentence: str) -> int:
    sys.stderr.write(f"caregiver-relay: {sentence}\n")
    return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="caregiver-relay", description="Passes sealed diaries on; it can read none.")
    serve = parser.add_subparsers(dest="command", required=True).add_parser("serve", help="run the relay")
    env = os.environ.get
    serve.add_argument("--database", default=env("CAREGIVER_RELAY_DATABASE"), help="such as sqlite:////var/lib/relay.db")
    serve.add_argument("--listen", default=env("CAREGIVER_RELAY_LISTEN", "127.0.0.1:8470"), metavar="HOST:PORT")
    serve.add_argument("--tls-cert", type=Path, help="the certificate chain (PEM)")
    serve.add_argument("--tls-key", type=Path, help="its private key (PEM)")
    serve.add_argument("--behind-proxy", action="store_true", help="a proxy in front of the relay speaks HTTPS")
    serve.add_argument("--origin", action="append", default=[], help="an address that people type, https://NAME[:PORT]")
    serve.add_argument("--open", action="store_true", help="anybody may make a circle of up to 20 MiB")
    serve.add_argument("--invitations", type=Path, help="a file with one invitation a line: CODE [MiB]")
    return parser


def settings_from(asked: argparse.Namespace) -> Settings:
    """The settings of a parsed command line. Raises ValueError, UnsafeSettings, OSError."""
    if not asked.database:
        raise UnsafeSettings("Give --database, such as sqlite:////var/lib/caregiver-relay/relay.db.")
    host, _, port = asked.listen.rpartition(":")
    if not host or not port.isdigit() or int(port) > 65535:
        raise UnsafeSettings("--listen wants HOST:PORT.")
    return Settings(
        database=asked.database,
        host=host.strip("[]"),
        port=int(port),
        tls_cert=asked.tls_cert,
        tls_key=asked.tls_key,
        is_behind_proxy=asked.behind_proxy,
        is_open=asked.open or os.environ.get("CAREGIVER_RELAY_OPEN") == "1",
        origins=frozenset(origin_of(origin) for origin in asked.origin),
        **({"invitations": read_invitations(asked.invitations)} if asked.invitations else {}),
    )


if __name__ == "__main__":
    sys.exit(main())
