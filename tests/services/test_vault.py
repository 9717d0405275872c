"""What a person can do with their vault, from the first run to the last backup."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from caregiver_app.domain.errors import (
    DiskFull,
    MissingAnswer,
    MistypedCode,
    NoSuchPerson,
    WeakPassphrase,
    WrongPassphrase,
)
from caregiver_app.domain.plan import Contact, CrisisEvent, OpenCardChoice, Section
from caregiver_app.domain.records import Changes
from caregiver_app.domain.time import DAY_MS, MINUTE_MS, Instant
from caregiver_app.services import backup, circle, opencard, plan, vault
from caregiver_app.services.passphrase import Weakness, strength
from caregiver_app.storage.keys import QUICK
from caregiver_app.storage.space import Space
from caregiver_app.storage.vault import Vault

NOW = Instant(1_790_000_000_000, 120)
LAMP, WINDOW = "blue lamp in the hall", "window by the sea"


def found(opened: Vault, now: Instant) -> object:
    return circle.create_circle(opened, "Elena", now)


def admit(first: Vault, second: Vault, now: Instant) -> object:
    return circle.add_local_person(first, second, "Sam")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def begun(home: Path) -> tuple[Vault, str]:
    return vault.begin(home, "Elena", LAMP, found, NOW, QUICK)


def test_a_first_run_makes_a_vault_a_circle_and_a_sheet(home: Path) -> None:
    opened, sheet = begun(home)
    assert [p.short_name for p in vault.people(home)] == ["Elena"]
    assert circle.circle(opened.spaces[0]).members[0].name == "Elena"
    assert vault.me(opened) == ("Elena", "")
    assert not vault.sheet_was_tried(opened)
    assert vault.try_sheet(opened, sheet, NOW)
    assert vault.sheet_was_tried(opened)
    fresh = vault.new_sheet(opened)
    assert not vault.sheet_was_tried(opened)
    assert not vault.try_sheet(opened, sheet, NOW)
    assert vault.try_sheet(opened, fresh, NOW)
    with pytest.raises(MistypedCode):
        vault.try_sheet(opened, fresh[:-1], NOW)
    opened.close()


@pytest.mark.parametrize("weak", ["", "   ", "Elena", " elena "])
def test_an_empty_passphrase_or_the_name_itself_is_refused(home: Path, weak: str) -> None:
    with pytest.raises(WeakPassphrase):
        vault.begin(home, "Elena", weak, found, NOW, QUICK)
    assert vault.people(home) == ()


def test_a_first_run_that_fails_leaves_nobody(home: Path) -> None:
    def fails(opened: Vault, now: Instant) -> object:
        raise DiskFull

    with pytest.raises(DiskFull):
        vault.begin(home, "Elena", LAMP, fails, NOW, QUICK)
    assert vault.people(home) == ()


def test_a_first_run_cut_short_before_the_circle_is_made_up_for_at_the_next_unlock(home: Path) -> None:
    opened, _ = vault.begin(home, "Elena", LAMP, lambda _vault, _now: None, NOW, QUICK)
    opened.close()
    again = vault.unlock(home, opened.person.person_id, LAMP, NOW, found)
    assert len(again.spaces) == 1
    again.close()


def test_a_forgotten_passphrase_is_replaced_by_way_of_the_sheet(home: Path) -> None:
    opened, sheet = begun(home)
    opened.close()
    again = vault.unlock_with_sheet(home, opened.person.person_id, sheet, NOW)
    vault.set_passphrase(again, WINDOW, QUICK)
    again.close()
    vault.unlock(home, opened.person.person_id, WINDOW, NOW).close()
    with pytest.raises(WrongPassphrase):
        vault.unlock(home, opened.person.person_id, LAMP, NOW)


def test_a_changed_passphrase_may_not_be_weak_either(home: Path) -> None:
    opened, _ = begun(home)
    with pytest.raises(WeakPassphrase):
        vault.change_passphrase(opened, LAMP, "elena", QUICK)
    vault.change_passphrase(opened, LAMP, WINDOW, QUICK)
    opened.close()


def test_the_night_pin_reopens_the_running_program(home: Path) -> None:
    opened, _ = begun(home)
    assert vault.night_pin(opened, 0.0, QUICK) is None
    with pytest.raises(WeakPassphrase):
        vault.set_night_pin(opened, "12345")
    vault.set_night_pin(opened, "135790")
    assert vault.has_night_pin(opened)
    kept = vault.night_pin(opened, 0.0, QUICK)
    assert kept is not None
    opened.close()
    again = vault.unlock_with_pin(home, opened.person.person_id, kept, "135790", 60.0)
    assert len(again.spaces) == 1
    vault.set_night_pin(again, None)
    assert vault.night_pin(again, 0.0, QUICK) is None
    again.close()
    with pytest.raises(WrongPassphrase) as strange:
        vault.unlock_with_pin(home, "0" * 16, kept, "135790", 60.0)
    assert strange.value.tries_left == 0, "one person's PIN is no way to another's vault"
    with pytest.raises(WrongPassphrase) as caught:
        vault.unlock_with_pin(home, opened.person.person_id, kept, "000000", 60.0)
    assert caught.value.tries_left == 4


def test_a_second_person_has_a_passphrase_and_a_name_of_their_own_and_stays_when_the_first_goes(home: Path) -> None:
    opened, _ = begun(home)
    plan.describe_patient(opened.spaces[0], {"name": "Rosa"}, NOW)
    sheet = vault.add_person(opened, "Sam", WINDOW, admit, NOW, cost=QUICK)
    assert [p.short_name for p in vault.people(home)] == ["Elena", "Sam"]
    assert [m.name for m in circle.circle(opened.spaces[0]).members] == ["Elena", "Sam"]
    with pytest.raises(WrongPassphrase):
        vault.remove_me(opened, WINDOW)
    vault.remove_me(opened, LAMP)
    (sam,) = vault.people(home)
    for again in (
        vault.unlock(home, sam.person_id, WINDOW, NOW),
        vault.unlock_with_sheet(home, sam.person_id, sheet, NOW),
    ):
        assert plan.patient(again.spaces[0]).name == "Rosa"
        again.close()


def test_a_second_person_that_cannot_be_admitted_is_not_left_half_made(home: Path) -> None:
    opened, _ = begun(home)

    def refuses(first: Vault, second: Vault, now: Instant) -> object:
        raise MissingAnswer("name")

    with pytest.raises(MissingAnswer):
        vault.add_person(opened, "Sam", WINDOW, refuses, NOW, cost=QUICK)
    assert [p.short_name for p in vault.people(home)] == ["Elena"]
    opened.close()


def test_when_the_last_person_goes_no_file_of_the_patient_is_left(home: Path) -> None:
    opened, _ = begun(home)
    opencard.publish(opened.spaces[0], home, "es")
    vault.remove_me(opened, LAMP)
    assert [p for p in home.rglob("*") if p.is_file()] == []


def test_a_person_may_change_the_short_name(home: Path) -> None:
    opened, _ = begun(home)
    vault.rename_me(opened, " Lena ")
    assert vault.people(home)[0].short_name == "Lena"
    opened.close()


def test_unfinished_forms_and_settings_are_kept(home: Path) -> None:
    opened, _ = begun(home)
    vault.keep_draft(opened, "check_in", {"pain": 3}, NOW)
    vault.set_setting(opened, "shown", ["pain"])
    assert vault.drafts(opened) == ("check_in",)
    assert vault.draft(opened, "check_in") == ({"pain": 3}, NOW)
    assert vault.setting(opened, "shown") == ["pain"]
    vault.keep_draft(opened, "check_in", None, NOW)
    vault.set_setting(opened, "shown", None)
    assert vault.drafts(opened) == ()
    assert vault.setting(opened, "shown", "none") == "none"
    opened.close()


# ---- backups ---------------------------------------------------------------------------------
def test_a_backup_is_asked_for_after_seven_days_and_again_seven_days_after_it(home: Path, tmp_path: Path) -> None:
    opened, _ = begun(home)
    week = 7 * DAY_MS
    assert not backup.is_due(opened, NOW.plus(week - 1))
    assert backup.is_due(opened, NOW.plus(week))
    backup.back_up(opened, tmp_path / backup.suggested_name(NOW), NOW.plus(week))
    assert backup.last_backup(opened) == NOW.plus(week)
    assert not backup.is_due(opened, NOW.plus(2 * week - 1))
    assert backup.is_due(opened, NOW.plus(2 * week))
    assert backup.is_due(opened, NOW.plus(-30 * DAY_MS)), "a clock set back does not silence the reminder"
    opened.close()


def test_a_backup_comes_back_on_a_new_computer_with_the_sheet(home: Path, tmp_path: Path) -> None:
    opened, sheet = begun(home)
    plan.describe_patient(opened.spaces[0], {"name": "Rosa"}, NOW)
    target = tmp_path / backup.suggested_name(NOW)
    backup.back_up(opened, target, NOW)
    opened.close()
    (listed,) = backup.backups_in(tmp_path)
    restored = backup.restore_with_sheet(tmp_path / "new", listed.path, sheet)
    vault.set_passphrase(restored, WINDOW, QUICK)
    assert plan.patient(restored.spaces[0]).name == "Rosa"
    assert restored.needs_new_device
    assert backup.last_backup(restored) == NOW
    restored.close()
    vault.unlock(tmp_path / "new", opened.person.person_id, WINDOW, NOW).close()
    again = backup.restore(tmp_path / "third", target, LAMP)
    assert again.needs_new_device
    again.close()


def test_a_vault_that_is_not_there_is_named(home: Path) -> None:
    with pytest.raises(NoSuchPerson):
        vault.unlock(home, "0" * 16, LAMP, NOW)


# ---- the open card and the lock screen -----------------------------------------------------------
def test_the_open_card_follows_what_the_household_ticks(home: Path) -> None:
    opened, _ = begun(home)
    (space,) = opened.spaces
    plan.describe_patient(space, {"name": "Rosa"}, NOW)
    plan.revise(space, Section.CONTACTS, [Contact("team", "Hillside", "555 0142", is_team_line=True)], NOW)
    assert opencard.publish(space, home, "es")
    assert not opencard.publish(space, home, "es"), "nothing changed, nothing is written"
    assert opencard.open_card(home).team_phone == "555 0142"
    assert opencard.open_card(home).patient_name is None
    plan.revise(space, Section.OPEN_CARD, OpenCardChoice(patient_name=True), NOW)
    assert opencard.publish(space, home, "es")
    assert opencard.open_card(home).patient_name == "Rosa"
    plan.revise(space, Section.OPEN_CARD, OpenCardChoice(), NOW)
    opencard.publish(space, home, "es")
    assert "Rosa" not in (home / "open_card.json").read_text()
    opened.close()


def test_a_timer_of_the_lock_screen_is_in_the_plan_after_unlocking_once(home: Path) -> None:
    opened, _ = begun(home)
    vault.add_person(opened, "Sam", WINDOW, admit, NOW, cost=QUICK)
    opened.close()
    started = CrisisEvent("C1", NOW)
    opencard.keep_locked_event(home, started)
    ended = CrisisEvent("C1", NOW, NOW.plus(20 * MINUTE_MS), "She sleeps.", is_finished=True)
    opencard.keep_locked_event(home, ended)
    for person in vault.people(home):
        word = LAMP if person.short_name == "Elena" else WINDOW
        again = vault.unlock(home, person.person_id, word, NOW)
        assert opencard.take_locked_events(again, again.spaces[0], NOW)
        assert [e.event for e in plan.crisis_entries(again.spaces[0])] == [ended]
        assert opencard.take_locked_events(again, again.spaces[0], NOW) == frozenset()
        again.close()


def test_a_timer_that_ran_on_over_the_lock_goes_on_with_its_entry(home: Path) -> None:
    opened, _ = begun(home)
    plan.start_crisis(opened.spaces[0], "C2", NOW)
    opencard.keep_locked_event(home, CrisisEvent("C2", NOW, NOW.plus(MINUTE_MS)))
    opencard.take_locked_events(opened, opened.spaces[0], NOW)
    (entry,) = plan.crisis_entries(opened.spaces[0])
    assert entry.event.ended == NOW.plus(MINUTE_MS)
    opened.close()


@pytest.mark.parametrize("nonsense", [b"", b"{", b"[]", b'{"started": 5}', json.dumps({"started": ["a", "b"]}).encode()])
def test_nonsense_sealed_by_a_stranger_keeps_nobody_out(home: Path, nonsense: bytes) -> None:
    from caregiver_app.storage.locked_notes import keep_note

    opened, _ = begun(home)
    keep_note(opened.folder, nonsense)
    opencard.take_locked_events(opened, opened.spaces[0], NOW)
    assert plan.crisis_entries(opened.spaces[0]) == ()
    assert not list((opened.folder / "sealed").glob("*.note"))
    opened.close()


# ---- the hint ----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("passphrase", "weakness"),
    [
        ("", Weakness.EMPTY),
        ("password", Weakness.COMMON),
        ("Rosa", Weakness.NAMES),
        ("aaaaaaaaaaaa", Weakness.REPEATED),
        ("ghijklmnop", Weakness.KEYS_IN_A_ROW),
        ("12.05.1948", Weakness.DATE),
        ("x7q", Weakness.SHORT),
    ],
)
def test_a_weak_passphrase_is_told_why(passphrase: str, weakness: Weakness) -> None:
    judged = strength(passphrase, ["Elena", "Rosa Marín"])
    assert judged.level <= 2
    assert judged.weakness is weakness


def test_four_odd_words_are_strong_and_no_length_is_slow_or_refused() -> None:
    assert strength("lamp quilt ferry onion").level == 4
    assert strength("لمبة زرقاء في الممر الطويل").level == 4
    assert strength("lamp quilt " * 500).level >= 0


def test_the_names_are_not_kept_by_the_library() -> None:
    from zxcvbn import matching

    strength("Rosa", ["Rosa"])
    assert "user_inputs" not in matching.RANKED_DICTIONARIES


def test_a_form_that_could_not_be_saved_is_kept_as_its_draft(home: Path) -> None:
    opened, _ = begun(home)

    def full(_space: Space) -> Changes:
        raise DiskFull

    with pytest.raises(DiskFull):
        vault.save_form(opened, "check_in", {"note": "at night"}, full, NOW)
    opened.close()
    again = vault.unlock(home, vault.people(home)[0].person_id, LAMP, NOW)
    kept = vault.draft(again, "check_in")
    assert kept is not None
    assert kept[0] == {"note": "at night"}
    changes = vault.save_form(again, "check_in", {}, lambda _: vault.SETTINGS, NOW)
    assert changes == vault.SETTINGS
    assert vault.draft(again, "check_in") is None
    again.close()


def test_what_was_saved_is_not_told_as_lost_because_its_draft_stays(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened, _ = begun(home)

    def full(*_: object) -> None:
        raise DiskFull

    monkeypatch.setattr(type(opened.keyring), "put_draft", full)
    saved: list[bytes] = []

    def save(space: Space) -> Changes:
        changes, entity = plan.start_crisis(space, "C1", NOW)
        saved.append(entity)
        return changes

    assert vault.save_form(opened, "dose", {"label": "blue bottle"}, save, NOW)
    assert [e.entity_id for e in plan.crisis_entries(opened.spaces[0])] == saved
    opened.close()
