"""Run as a program under strace: saves in every way there is, and says on standard output when each is confirmed."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from caregiver_app.domain.time import SystemClock
from caregiver_app.services import backup, diary, example, vault
from caregiver_app.storage.home import Home
from caregiver_app.storage.keys import QUICK
from caregiver_app.storage.vault import create_person

OLD, NEW = "three small boats at dawn", "four small boats at dusk"


@contextmanager
def confirmed(name: str) -> Iterator[None]:
    """What happens inside stands between two lines; the second is the moment at which a screen would say "Saved"."""
    os.write(1, f"BEGIN {name}\n".encode())
    yield
    os.write(1, f"DONE {name}\n".encode())


def main(folder: Path) -> None:
    """Make a person, save an entry, change the passphrase, change the sheet, back up."""
    now, words = SystemClock().now(), _Plain()
    home = Home(folder / "home")
    home.prepare()
    with confirmed("person"):
        mine, _sheet = create_person(home, "Elena", OLD, QUICK)
        space = mine.create_space(b"a space for test")
    space.set_authors({mine.device_id: "Elena"})
    example.describe_family(space, words, now)
    example.keep_diary(space, words, now, days=2)
    check_in = diary.entries(space)[0].versions[-1].check_in
    assert check_in is not None
    with confirmed("entry"):
        diary.record(space, check_in, now)
    with confirmed("passphrase"):
        vault.change_passphrase(mine, OLD, NEW, QUICK)
    with confirmed("sheet"):
        vault.new_sheet(mine)
    with confirmed("backup"):
        backup.back_up(mine, folder / "stick" / "copy.caregiver", now)
    mine.close()


class _Plain:
    """English without a catalogue."""

    def __call__(self, msgid: str, **places: object) -> str:
        return msgid.format(**places)

    def __getattr__(self, _name: str) -> Callable[..., str]:
        return lambda *words, **_places: str(words[-1])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
