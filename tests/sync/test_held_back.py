"""A relay that takes nothing more still gives, and a device that cannot send still receives."""

from __future__ import annotations

import random

import pytest

from caregiver_app.domain.people import SyncPhase
from caregiver_app.domain.records import Topic
from caregiver_app.storage import log
from caregiver_app.sync.calls import Relay
from caregiver_app.sync.protocol import Code
from caregiver_app.sync.refusals import RefusedByRelay
from tests.sync.peers import Peer


def test_a_relay_that_takes_no_more_still_brings_what_others_wrote(
    elena: Peer, anna: Peer, monkeypatch: pytest.MonkeyPatch
) -> None:
    elena.note("From Elena before.")
    anna.await_note("From Elena before.")
    anna.await_shared()
    anna.sharing.stop()
    elena.note("From Elena while it is full.")
    elena.await_shared()
    already = len(anna.heard.states)

    real = Relay.push

    def full(self: Relay, *_: object) -> None:
        raise RefusedByRelay(Code.SPACE_FULL, b"", 0, 0)

    monkeypatch.setattr(Relay, "push", full)
    anna.note("Anna's waits.")
    anna.sharing.start()
    state = anna.heard.wait(
        lambda: next((s for s in anna.heard.states[already:] if s.phase is SyncPhase.TROUBLE), None), "the refusal"
    )
    assert (state.trouble, state.waiting) == ("space_full", 1)
    anna.await_note("From Elena while it is full.")
    monkeypatch.setattr(Relay, "push", real)
    anna.sharing.check_now()
    elena.await_note("Anna's waits.")


def test_a_note_too_large_to_send_does_not_keep_out_what_others_write(
    elena: Peer, anna: Peer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log, "LONGEST_BYTES", 10_000_000)  # as if written before long texts were refused at saving
    already, told = len(anna.heard.states), len(anna.heard.changes)
    letters = random.Random(1)
    anna.note("".join(chr(letters.randrange(0x4E00, 0x9FFF)) for _ in range(200_000)))
    anna.sharing.check_now()
    anna.heard.wait(lambda: any(s.phase is SyncPhase.TROUBLE for s in anna.heard.states[already:]), "the trouble")
    elena.note("From Elena meanwhile.")
    elena.await_shared()
    anna.sharing.check_now()
    anna.await_note("From Elena meanwhile.")
    anna.heard.wait(lambda: any(Topic.DIARY in c for c in anna.heard.changes[told:]), "the change told")
