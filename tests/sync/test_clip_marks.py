"""Marks on clips between two computers: who gave a clip, who signed it and who asks for it is the same on both."""

from __future__ import annotations

from caregiver_app.domain.clip_marks import ClipState, Mark
from caregiver_app.domain.watched import Worked
from caregiver_app.services import clips
from tests.relay.process import RelayProcess
from tests.sync.peers import Peer


def say(peer: Peer, what: Mark, by: str = "") -> None:
    peer.write(lambda space: clips.mark(space, "P2", what, peer.now, by))


def state(peer: Peer) -> ClipState:
    return peer.read(clips.marked).get("P2", ClipState())


def test_a_clip_that_a_nurse_gave_and_signed_stands_with_her_name_on_the_familys_computer(
    elena: Peer, anna: Peer
) -> None:
    say(anna, Mark.GIVEN)
    elena.heard.wait(lambda: state(elena).is_to_watch, "the clip to watch")
    given = state(elena).given
    assert given is not None
    assert given.who == "Anna"
    say(elena, Mark.SEEN)
    anna.heard.wait(lambda: state(anna).seen, "seen")
    say(anna, Mark.SHOW_AGAIN)
    say(anna, Mark.DONE_WELL, "Jo, night nurse")
    elena.heard.wait(lambda: len(state(elena).signatures) == 2, "both signatures")
    assert [(one.mark, one.who) for one in state(elena).signatures] == [
        (Mark.DONE_WELL, "Jo, night nurse"),
        (Mark.SHOW_AGAIN, "Anna"),
    ]
    assert [one.at.utc_ms for one in state(elena).signatures] == [one.at.utc_ms for one in state(anna).signatures]
    assert not state(elena).is_to_watch


def test_what_a_family_is_not_sure_of_is_on_the_nurses_list_for_her_next_visit(elena: Peer, anna: Peer) -> None:
    elena.write(lambda space: clips.answer(space, "P2", Worked.NOT_SURE, elena.now))
    anna.heard.wait(lambda: anna.read(clips.asked_of_nurse), "the request")
    (asked,) = anna.read(clips.asked_of_nurse)
    assert (asked.clip_id, asked.who) == ("P2", "Elena")


def test_marks_made_apart_both_stay_and_the_later_one_counts_on_both_computers(
    elena: Peer, anna: Peer, relay: RelayProcess
) -> None:
    relay.stop()
    say(elena, Mark.ASK)
    say(elena, Mark.FAVOURITE)
    anna.clock.ahead_ms = 60_000
    say(anna, Mark.DONE_WELL)
    relay.start()
    for peer in (elena, anna):
        peer.heard.wait(lambda peer=peer: state(peer).signatures and state(peer).is_favourite, "both marks")  # type: ignore[misc]
        assert state(peer).asked is None
