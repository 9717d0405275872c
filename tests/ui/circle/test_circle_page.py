"""Inviting and joining with real pages, real vaults, real sharing and a real relay process."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from caregiver_app.domain.circle import Invitation, InvitePhase, JoinPhase
from caregiver_app.domain.people import Device, Member, Role, SyncPhase, SyncState
from caregiver_app.domain.time import DAY_MS, Instant
from caregiver_app.services import circle, plan
from caregiver_app.ui.inspection import faults
from caregiver_app.ui.pages.circle.page import CirclePage
from caregiver_app.ui.pages.circle.view_model import State
from caregiver_app.ui.pages.circle.words import skew_words, trouble_words
from caregiver_app.ui.pages.join.page import JoinPage
from caregiver_app.ui.surroundings import Surroundings
from caregiver_app.ui.widgets.banner import Banner
from caregiver_app.ui.widgets.words import Words
from tests.relay.process import RelayProcess, start_relay
from tests.ui.circle.rooms import founded, leave, room
from tests.ui.harness import display, on_space, texts_of, visited

_WAIT_MS = 20_000


@pytest.fixture
def relay(tmp_path: Path) -> Iterator[RelayProcess]:
    process = start_relay(tmp_path)
    yield process
    process.stop()


@pytest.fixture
def elena(qtbot: QtBot, tmp_path: Path) -> Iterator[Surroundings]:
    around = room(tmp_path, "Elena", founded("Elena", lambda words: words))
    yield around
    leave(around)


@pytest.fixture
def anna(qtbot: QtBot, tmp_path: Path) -> Iterator[Surroundings]:
    around = room(tmp_path, "Anna")
    assert around.sharing is not None
    around.sharing.stop()
    yield around
    leave(around)


def _page(around: Surroundings) -> CirclePage:
    found = visited(CirclePage(around), around)
    assert isinstance(found, CirclePage)
    return found


def _all_words(page: CirclePage) -> str:
    return "\n".join(words.text() for words in page.findChildren(Words) if words.isVisibleTo(page))


def test_two_people_find_each_other_by_code_and_six_digits(
    qtbot: QtBot, elena: Surroundings, anna: Surroundings, relay: RelayProcess
) -> None:
    page = _page(elena)
    assert "First set the address" in _all_words(page)
    page.address.set_value(relay.address)
    page.keep.click()
    qtbot.waitUntil(lambda: page.invite is not None and hasattr(page.invite, "name"), timeout=_WAIT_MS)
    assert page.invite is not None
    assert elena.sharing is not None
    page.invite.name.set_value("Anna Weber")
    page.invite.title.set_value("Hospice nurse")
    page.invite.role.put(Role.STAFF)
    shown: list[Invitation] = []
    elena.sharing.invitation_changed.connect(shown.append)
    page.invite.make.click()
    qtbot.waitUntil(lambda: bool(shown) and shown[-1].phase is InvitePhase.WAITING, timeout=_WAIT_MS)
    told = str.maketrans("", "", "\u2066\u2069")
    qtbot.waitUntil(lambda: relay.address in _all_words(page).translate(told), timeout=_WAIT_MS)

    join = JoinPage(anna)
    display(join)
    qtbot.waitUntil(lambda: join.form is not None, timeout=_WAIT_MS)
    form = join.form
    assert form is not None
    wrong = ("A" if shown[-1].letters[12] != "A" else "B").join((shown[-1].letters[:12], shown[-1].letters[13:]))
    form.address.set_value(relay.address)
    form.code.set_value(wrong)
    form.go_on.click()
    qtbot.waitUntil(lambda: "line 2" in form.code.edit.accessibleDescription(), timeout=_WAIT_MS)
    form.code.set_value(shown[-1].letters)
    with qtbot.waitSignal(anna.desk.opened, timeout=3 * _WAIT_MS):
        form.go_on.click()
        qtbot.waitUntil(lambda: form.phase is JoinPhase.COMPARE, timeout=_WAIT_MS)
        digits = next(w.accessibleName() for w in form.findChildren(Words) if len(w.accessibleName()) == 11)
        qtbot.waitUntil(lambda: shown[-1].phase is InvitePhase.COMPARE, timeout=_WAIT_MS)
        assert digits.replace(" ", "") == shown[-1].digits
        assert page.invite is not None
        page.invite._confirm()
    qtbot.waitUntil(lambda: "Anna Weber" in _all_words(page), timeout=_WAIT_MS)
    assert "says they are staff" in _all_words(page)
    assert on_space(anna, circle.my_role) is Role.STAFF
    members = on_space(anna, circle.circle).members
    assert [m.name for m in members] == ["Elena", "Anna Weber"]
    relay.stop()
    assert on_space(anna, lambda space: plan.patient(space).name) in ("", "Rosa Marín")


def test_a_wrong_address_is_told_at_its_field_and_not_kept(qtbot: QtBot, elena: Surroundings) -> None:
    page = _page(elena)
    page.address.set_value("http://example.org")
    page.keep.click()
    qtbot.waitUntil(lambda: "https://" in page.address.edit.accessibleDescription(), timeout=_WAIT_MS)
    assert on_space(elena, circle.relay_of) == ""


def test_an_invitation_without_a_name_asks_for_one(qtbot: QtBot, elena: Surroundings, relay: RelayProcess) -> None:
    on_space(elena, lambda space: circle.set_relay(space, relay.address))
    page = _page(elena)
    assert page.invite is not None
    page.invite.make.click()
    assert "name" in page.invite.name.edit.accessibleDescription()
    members = on_space(elena, circle.circle).members
    page.invite.whose.put(members[0].member_id)
    page.invite.whose.chosen.emit(members[0].member_id)
    assert not page.invite.name.isVisibleTo(page)


@pytest.mark.parametrize(
    ("sync", "expected"),
    [
        (SyncState(SyncPhase.OFFLINE), "cannot be reached just now"),
        (SyncState(SyncPhase.TROUBLE, trouble="nonsense"), "makes no sense"),
        (SyncState(SyncPhase.TROUBLE, trouble="roster_parted"), "different circles"),
        (SyncState(SyncPhase.TROUBLE, trouble="something new"), "Sharing has a problem"),
        (SyncState(SyncPhase.SHARED, clock_skew_s=-7200), "2 hours ahead"),
        (SyncState(SyncPhase.SHARED, clock_skew_s=300), "5 minutes behind"),
    ],
)
def test_how_sharing_stands_is_said_in_words(qtbot: QtBot, elena: Surroundings, sync: SyncState, expected: str) -> None:
    page = _page(elena)
    found = on_space(elena, circle.circle)
    page.show_state(State(elena.clock.now(), found, sync))
    assert any(expected in banner.accessibleName() for banner in page.findChildren(Banner))


def test_what_is_missing_and_who_was_long_silent_is_named(qtbot: QtBot, elena: Surroundings) -> None:
    page = _page(elena)
    found = on_space(elena, circle.circle)

    long_ago = Instant(elena.clock.now().utc_ms - 8 * DAY_MS)
    anna = Member(b"a" * 16, "Anna", "Nurse", Role.STAFF, (Device(b"d" * 16, "", long_ago),))
    state = State(
        elena.clock.now(),
        replace(found, members=(*found.members, anna)),
        SyncState(SyncPhase.SHARED, missing={b"d" * 16: 7}),
    )
    page.show_state(state)
    said = [banner.accessibleName() for banner in page.findChildren(Banner)]
    assert any("7 entries by" in words for words in said)
    assert any("last heard from" in words for words in said)


def test_every_trouble_has_a_title_and_what_to_do() -> None:
    t = texts_of("en")
    for code in (
        "needs_invitation",
        "device_copied",
        "roster_parted",
        "nonsense",
        "invitation_needed",
        "space_full",
        "?",
    ):
        title, body = trouble_words(t, code)
        assert title.endswith(".")
        assert body.endswith(".")
    assert skew_words(t, 200) != skew_words(t, -200)


@pytest.mark.parametrize("language", ["en", "ar", "fr", "hi", "xx-long"])
@pytest.mark.parametrize("text_size", [100, 200])
def test_no_word_is_cut_in_any_step_of_an_invitation(
    qtbot: QtBot, tmp_path: Path, language: str, text_size: int
) -> None:
    around = room(tmp_path, "Elena", founded("Elena", lambda words: words), language=language, text_size=text_size)
    try:
        on_space(around, lambda space: circle.set_relay(space, "https://relay.example.org"))
        page = _page(around)
        found = replace(on_space(around, circle.circle), waiting=12)
        anna = Member(b"a" * 16, "Anna Weber", "Nurse", Role.STAFF, (Device(b"d" * 16, "", Instant(1)),))
        shared = SyncState(SyncPhase.TROUBLE, trouble="roster_parted", missing={b"d" * 16: 7}, clock_skew_s=400)
        base = State(
            around.clock.now(), replace(found, members=(*found.members, anna)), shared, "Rosa Marín de la Cruz", "Elena"
        )
        code = Invitation(
            InvitePhase.WAITING, "X2BT8DFA5-WY4PE93KQ", "76887 04205 01934 78691 05957", digits="069236",
            made_at=around.clock.now(), their_name="Anna",
        )  # fmt: skip
        for phase in (None, *InvitePhase):
            page.show_state(replace(base, invitation=None if phase is None else replace(code, phase=phase)))
            display(page)
            assert faults(page) == [], phase
        page.show_state(replace(base, circle=replace(base.circle, is_admitted=False, my_role=None)))
        display(page)
        assert faults(page) == []
    finally:
        leave(around)
