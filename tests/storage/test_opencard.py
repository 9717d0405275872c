"""The open card: exactly what was ticked, field by field, readable with everything else damaged."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from caregiver_app.domain.errors import ReadOnlyHome
from caregiver_app.domain.opencard import CardWords, OpenCard, open_card_of
from caregiver_app.domain.people import Patient
from caregiver_app.domain.plan import Address, Contact, CrisisPlan, Emergency, HeadlineWishes, OpenCardChoice
from caregiver_app.storage.opencard import read_open_card, write_open_card
from tests.storage.disks import read_only

TEAM = Contact("role-team", "Hillside", "555 0142", "hours-team", "when-team", is_team_line=True)
SON = Contact("role-son", "Sam", "555 0167", "hours-son", "when-son")
ROSA = Patient("Rosa Marín", "born-1948", "illness-x", "team-x", "Europe/Madrid", "ES", ("pain",))
WORDS = {
    "patient_name": ("Rosa Marín",),
    "address": ("12 Mill Lane", "green door", "spare key"),
    "wishes": ("at home", "only if asked", "form-a", "blue folder", "grandchildren", "Father Luis"),
    "contacts": ("Sam", "555 0167", "role-son", "hours-son", "when-son", "role-team", "hours-team", "when-team"),
    "cards": ("blue bottle", "turn her left"),
}
NEVER = ("born-1948", "illness-x", "other medicine", "other words", "confirmed-by-elena", "Europe/Madrid")


def a_plan(choice: OpenCardChoice) -> CrisisPlan:
    return CrisisPlan(
        contacts=(TEAM, SON),
        emergency=Emergency("555 0199", "confirmed-by-elena", "ES"),
        address=Address("12 Mill Lane", "green door", "spare key"),
        wishes=HeadlineWishes("at home", "only if asked", "form-a", "blue folder", "grandchildren", "Father Luis"),
        medicines={"C1": "blue bottle", "C2": "other medicine"},
        team_words={"C1": "turn her left", "C3": "other words"},
        open_card=choice,
    )


@pytest.mark.parametrize("ticked", [(), *[(name,) for name in WORDS], tuple(WORDS)])
def test_the_clear_file_holds_what_was_ticked_and_nothing_else(tmp_path: Path, ticked: tuple[str, ...]) -> None:
    choice = OpenCardChoice(
        patient_name="patient_name" in ticked,
        address="address" in ticked,
        wishes="wishes" in ticked,
        contacts="contacts" in ticked,
        cards=("C1",) if "cards" in ticked else (),
    )
    card = open_card_of(a_plan(choice), ROSA, "es")
    write_open_card(tmp_path, card)
    text = (tmp_path / "open_card.json").read_text("utf-8")
    for name, words in WORDS.items():
        for word in words:
            assert (word in text) is (name in ticked), word
    for word in NEVER:
        assert word not in text
    for always in ("Hillside", "555 0142", "555 0199", '"es"'):
        assert always in text
    assert read_open_card(tmp_path) == card
    allowed = {"format", "language", "team_name", "team_phone", "emergency_number", *ticked}
    assert set(json.loads(text)) == allowed


def test_an_emergency_number_that_nobody_confirmed_is_not_on_the_card() -> None:
    plan = CrisisPlan(emergency=Emergency("112", "", "ES"))
    assert open_card_of(plan, Patient(), "es").emergency_number == ""


@pytest.mark.parametrize(
    "damage",
    [b"", b"{", b"[]", b"null", b"\xff\xfe\x00", b"[" * 100_000, b'{"team_phone": 5, "contacts": "x", "address": [1], "cards": [1, null]}'],
)
def test_a_damaged_card_is_an_empty_card(tmp_path: Path, damage: bytes) -> None:
    (tmp_path / "open_card.json").write_bytes(damage)
    assert read_open_card(tmp_path) == OpenCard()


def test_a_damaged_part_does_not_take_the_number_away(tmp_path: Path) -> None:
    (tmp_path / "open_card.json").write_text(
        json.dumps({"team_phone": "555 0142", "contacts": [{"name": "no role"}, {"role": "son", "name": "Sam", "phone": "1"}],
                    "cards": [{"card_id": "C1", "medicines": "x"}, {}]})
    )  # fmt: skip
    card = read_open_card(tmp_path)
    assert card.team_phone == "555 0142"
    assert card.contacts == (Contact("son", "Sam", "1"),)
    assert card.cards == (CardWords("C1", "x"),)


def test_no_card_at_all_is_an_empty_card(tmp_path: Path) -> None:
    assert read_open_card(tmp_path / "gone") == OpenCard()


def test_a_card_on_a_read_only_disk_can_be_read_and_not_written(tmp_path: Path) -> None:
    write_open_card(tmp_path, OpenCard(team_phone="555 0142"))
    with read_only(tmp_path):
        with pytest.raises(ReadOnlyHome):
            write_open_card(tmp_path, OpenCard(team_phone="1"))
        assert read_open_card(tmp_path).team_phone == "555 0142"


def test_a_card_shows_nothing_in_its_repr() -> None:
    assert "Rosa" not in repr(open_card_of(a_plan(OpenCardChoice(patient_name=True)), ROSA, "es"))
