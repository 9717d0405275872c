"""Notes written while locked: only the vault opens them, and too many are refused."""

from __future__ import annotations

import pytest

from caregiver_app.domain.errors import TooManyNotes
from caregiver_app.storage import locked_notes
from tests.storage.conftest import Household


def test_notes_come_back_in_order_and_stay_until_they_are_forgotten(house: Household) -> None:
    folder, key = house.vault.folder, house.vault.key
    house.vault.close()
    for n in range(3):
        locked_notes.keep_note(folder, f"timer {n}".encode())
    assert b"timer" not in b"".join(p.read_bytes() for p in folder.rglob("*") if p.is_file())
    waiting = locked_notes.waiting_notes(folder, key)
    assert [plain for _, plain in waiting] == [b"timer 0", b"timer 1", b"timer 2"]
    assert len(locked_notes.waiting_notes(folder, key)) == 3
    locked_notes.forget_notes(tuple(path for path, _ in waiting))
    assert locked_notes.waiting_notes(folder, key) == ()


def test_a_note_that_does_not_open_is_set_aside_and_hides_no_other(house: Household) -> None:
    locked_notes.keep_note(house.vault.folder, b"good")
    (house.vault.folder / "sealed" / "00000-bad.note").write_bytes(b"x" * 100)
    assert [plain for _, plain in locked_notes.waiting_notes(house.vault.folder, house.vault.key)] == [b"good"]
    assert (house.vault.folder / "sealed" / "00000-bad.damaged").read_bytes() == b"x" * 100


def test_too_much_is_refused(house: Household, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(TooManyNotes):
        locked_notes.keep_note(house.vault.folder, b"x" * (locked_notes.MOST_BYTES + 1))
    monkeypatch.setattr(locked_notes, "MOST_NOTES", 2)
    for _ in range(2):
        locked_notes.keep_note(house.vault.folder, b"x")
    with pytest.raises(TooManyNotes):
        locked_notes.keep_note(house.vault.folder, b"x")
