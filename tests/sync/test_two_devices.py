"""Two real vaults and a real relay process: what one writes, the other sees, whatever lies between."""

from __future__ import annotations

import random
from pathlib import Path

from caregiver_app.domain.circle import InvitePhase, JoinPhase
from caregiver_app.domain.people import Role, SyncPhase
from caregiver_app.services import circle
from caregiver_app.storage import vault as vaults
from caregiver_app.storage.log import LONGEST_BYTES
from caregiver_app.storage.vault import Vault
from tests.relay.process import RelayProcess, start_relay
from tests.sync.conftest import MakePeer
from tests.sync.peers import Peer, let_in


def test_an_entry_written_on_one_computer_arrives_on_the_other_both_ways(elena: Peer, anna: Peer) -> None:
    elena.note("She slept well.")
    anna.await_note("She slept well.")
    anna.note("Skin is fine.")
    elena.await_note("Skin is fine.")
    assert elena.notes() == anna.notes() == ["She slept well.", "Skin is fine."]


def test_who_is_let_in_reads_everything_from_the_beginning_under_the_names_of_those_who_wrote_it(
    elena: Peer, relay: RelayProcess, peers: MakePeer
) -> None:
    kept = elena.note("The first night.")
    elena.await_shared()
    anna = peers("Anna")
    anna.sharing.start()
    let_in(elena, anna, relay, Role.STAFF, "Hospice nurse")
    anna.await_note("The first night.")
    entry = anna.entry(kept)
    assert entry is not None
    assert entry.versions[0].author == "Elena"
    for peer in (elena, anna):
        peer.heard.wait(lambda peer=peer: len(peer.read(circle.circle).members) == 2)  # type: ignore[misc]
        members = {m.name: (m.role, m.title) for m in peer.read(circle.circle).members}
        assert members == {"Elena": (Role.ADMIN, ""), "Anna": (Role.STAFF, "Hospice nurse")}
    assert anna.read(circle.my_role) is Role.STAFF


def test_each_sees_when_the_other_was_there(elena: Peer, anna: Peer) -> None:
    def seen() -> bool:
        return all(d.last_seen for m in anna.read(circle.circle).members for d in m.devices if not d.is_me)

    elena.note("Hello.")
    anna.await_note("Hello.")
    anna.heard.wait(seen, "Elena's last word")


def test_without_a_relay_everything_works_and_what_waits_is_counted(peers: MakePeer) -> None:
    alone = peers("Elena")
    alone.found()
    alone.sharing.start()
    alone.note("One.")
    alone.note("Two.")
    state = alone.await_phase(SyncPhase.NO_RELAY, waiting=3)  # the patient's name, and two entries
    assert state.last_shared is None
    assert alone.notes() == ["One.", "Two."]


def test_two_corrections_made_apart_both_stay_and_a_third_settles_it(
    elena: Peer, anna: Peer, relay: RelayProcess
) -> None:
    entry_id = elena.note("Pain after turning.", pain=3)
    anna.await_note("Pain after turning.")
    relay.stop()
    elena.note("Written by Elena alone.")
    anna.note("Written by Anna alone.")
    elena.correct(entry_id, pain=5)
    anna.correct(entry_id, pain=8)
    for peer in (elena, anna):
        peer.await_phase(SyncPhase.OFFLINE)
    relay.start()
    for peer in (elena, anna):
        peer.await_note("Written by Elena alone.")
        peer.await_note("Written by Anna alone.")
        peer.heard.wait(lambda peer=peer: peer.entry(entry_id).is_contested, "both corrections")  # type: ignore[misc]
        entry = peer.entry(entry_id)
        assert entry is not None
        assert sorted(v.check_in.scores["pain"] for v in entry.current if v.check_in) == [5, 8]  # type: ignore[type-var]
        assert entry.effective is not None
        assert entry.effective.scores["pain"] == 8  # the worse counts (G10)
    anna.correct(entry_id, pain=6, reason="We agreed.")
    elena.heard.wait(lambda: not elena.entry(entry_id).is_contested, "the settling correction")  # type: ignore[union-attr]
    settled = elena.entry(entry_id)
    assert settled is not None
    assert settled.effective is not None
    assert settled.effective.scores["pain"] == 6
    assert len(settled.versions) == 4


def test_a_relay_that_lost_everything_is_filled_again_by_who_comes_first_with_everybodys_words(
    elena: Peer, anna: Peer, relay: RelayProcess, peers: MakePeer
) -> None:
    elena.note("From Elena.")
    anna.await_note("From Elena.")
    anna.note("From Anna.")
    elena.await_note("From Anna.")
    elena.leave()
    relay.wipe()
    anna.note("After the loss.")
    anna.await_shared()
    anna.await_phase(SyncPhase.SHARED, waiting=0)
    late = Peer(elena.home.path, "Elena", opener=lambda: _reopened(elena))
    try:
        late.sharing.start()
        late.await_note("After the loss.")
        sam = peers("Sam")
        sam.sharing.start()
        let_in(late, sam, relay)
        for words in ("From Elena.", "From Anna.", "After the loss."):
            sam.await_note(words)
    finally:
        late.leave()


def _reopened(peer: Peer) -> Vault:
    person = peer.home.people()[0]
    return vaults.unlock(peer.home, person.person_id, "a long one", 0)


def test_a_relay_that_wants_an_access_code_is_filled_again_by_who_was_only_let_in(
    peers: MakePeer, tmp_path: Path
) -> None:
    codes = tmp_path / "codes.txt"
    codes.write_text("sunflower-meadow\n")
    relay = start_relay(tmp_path, ("--invitations", str(codes)))
    try:
        elena, anna = peers("Elena"), peers("Anna")
        elena.found()
        elena.read(lambda space: circle.set_relay(space, relay.address, "sunflower-meadow"))
        for peer in (elena, anna):
            peer.sharing.start()
        elena.await_shared()
        let_in(elena, anna, relay)
        elena.note("From Elena.")
        anna.await_note("From Elena.")
        elena.leave()
        relay.wipe()
        anna.note("After the loss.")
        anna.await_shared()
        again = Peer(elena.home.path, "Elena", opener=lambda: _reopened(elena))
        try:
            again.sharing.start()
            again.await_note("After the loss.")
        finally:
            again.leave()
    finally:
        relay.stop()


def test_the_longest_note_of_words_that_cannot_be_packed_small_arrives(elena: Peer, anna: Peer) -> None:
    dice = random.Random(7)
    room = LONGEST_BYTES - 1000
    longest = "".join(chr(dice.randrange(0x4E00, 0x9F00)) for _ in range(room // 3))
    elena.note(longest)
    elena.note("And on.")
    anna.await_note("And on.")
    assert longest in anna.notes()


def test_a_clock_set_to_2030_and_back_loses_nothing_and_wins_nothing(elena: Peer, anna: Peer) -> None:
    entry_id = elena.note("Before.", pain=2)
    anna.await_note("Before.")
    anna.clock.ahead_ms = 4 * 365 * 24 * 3600 * 1000
    anna.correct(entry_id, pain=9, reason="My clock is wrong.")
    anna.note("From the year 2030.")
    elena.await_note("From the year 2030.")
    anna.heard.wait(lambda: any(s.clock_skew_s < -1_000_000 for s in anna.heard.states), "a word about the clock")
    elena.correct(entry_id, pain=4, reason="Today.")
    anna.clock.ahead_ms = 0
    anna.note("The clock is right again.")
    elena.await_note("The clock is right again.")
    anna.heard.wait(lambda: anna.entry(entry_id).effective.scores["pain"] == 4, "the later correction")  # type: ignore[union-attr]
    assert not anna.entry(entry_id).is_contested  # type: ignore[union-attr]
    anna.sharing.check_now()
    anna.heard.wait(lambda: anna.heard.states[-1].clock_skew_s == 0, "the clock's banner to go")


def test_digits_that_differ_burn_the_code(elena: Peer, relay: RelayProcess, peers: MakePeer) -> None:
    stranger = peers("Stranger")
    stranger.sharing.start()
    elena.sharing.invite(Role.FAMILY)
    shown = elena.await_invitation(InvitePhase.WAITING)
    stranger.sharing.join(relay.address, shown.spoken, "Stranger")
    stranger.await_joining(JoinPhase.COMPARE)
    elena.await_invitation(InvitePhase.COMPARE)
    elena.sharing.drop_invitation()
    elena.await_invitation(InvitePhase.BURNT)
    stranger.await_joining(JoinPhase.BURNT)
    assert len(elena.read(circle.circle).members) == 1
    assert not stranger.thread.call(lambda vault: vault.spaces)
