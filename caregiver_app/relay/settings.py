"""How an operator runs a relay, and what a person gets who was given an invitation."""

from __future__ import annotations

import hashlib
import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from urllib.parse import urlsplit

from caregiver_app.sync.protocol import limits


class UnsafeSettings(Exception):
    """The relay would be reachable in a way that is not safe; the text says which flag answers it."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What was asked for on the command line. `invitations` maps a code to the bytes that its spaces may fill."""

    database: str = field(repr=False)
    host: str = "127.0.0.1"
    port: int = 0
    tls_cert: Path | None = None
    tls_key: Path | None = None
    is_behind_proxy: bool = False
    is_open: bool = False
    origins: frozenset[str] = frozenset()
    invitations: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}), repr=False)

    @property
    def is_near(self) -> bool:
        """Whether only programs on this computer reach the relay."""
        return is_loopback(self.host)

    def believes_origin(self, origin: str) -> bool:
        """Whether a device that signs for this origin means this relay."""
        if origin in self.origins:
            return True
        parts = urlsplit(origin)
        return self.is_near and parts.scheme == "http" and is_loopback(parts.hostname or "")

    def bytes_for(self, invitation: str) -> int | None:
        """The bytes that a new space may fill; None where it may not be made."""
        invited = self.invitations.get(invitation) if invitation else None
        if invited is None and self.is_open:
            return limits.OPEN_SPACE_BYTES
        return invited


    def mark_of(self, invitation: str) -> bytes | None:
        """What a space keeps of the invitation that it was made with; None for one that is not on the list."""
        if invitation not in self.invitations:
            return None
        return hashlib.blake2b(invitation.encode(), digest_size=32, person=b"invitation").digest()


def is_loopback(host: str) -> bool:
    """Whether a host name or address is this computer itself."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def require_safe(settings: Settings) -> None:
    """Refuse plain HTTP that others can reach, and an address under which no device would know the relay."""
    has_tls = settings.tls_cert is not None and settings.tls_key is not None
    if (settings.tls_cert is None) != (settings.tls_key is None):
        raise UnsafeSettings("--tls-cert and --tls-key belong together.")
    if not settings.is_near and not has_tls and not settings.is_behind_proxy:
        raise UnsafeSettings(
            f"{settings.host} can be reached by other computers. Give --tls-cert and --tls-key, "
            "or --behind-proxy if a proxy in front of the relay speaks HTTPS."
        )
    if not settings.is_near and not settings.origins:
        raise UnsafeSettings("Give --origin https://NAME, the address that families type into the program.")


def read_invitations(path: Path) -> Mapping[str, int]:
    """`code [MiB]` a line; `#` begins a remark. Raises UnsafeSettings for a code that could be guessed."""
    found: dict[str, int] = {}
    for line in path.read_text("utf-8").splitlines():
        words = line.split("#")[0].split()
        if not words:
            continue
        if len(words[0]) < 12:
            raise UnsafeSettings("An invitation needs at least 12 characters.")
        room = int(words[1]) * limits.MIB if len(words) > 1 else limits.SPACE_BYTES
        found[words[0]] = min(room, limits.SPACE_BYTES)
    return MappingProxyType(found)
