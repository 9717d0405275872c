"""Two people at one computer, and one person at a new computer after a restore."""

from __future__ import annotations

from pathlib import Path

import pytest

from caregiver_app.domain.errors import MissingAnswer, NotAllowed
from caregiver_app.domain.people import Role, SyncPhase
from caregiver_app.services import backup, circle, diary
from caregiver_app.services import vault as vaults
from caregiver_app.services.sharing import NEEDS_INVITATION
from caregiver_app.storage.keys import QUICK
from caregiver_app.storage.vault import Vault
from tests.relay.process import RelayProcess
from tests.sync.conftest import MakePeer
from tests.sync.peers import Peer, let_in


def _add_sam(peer: Peer) -> Peer:
    """A second person at the same computer, and that person unlocked in a window of their own."""
    peer.thread.call(
        lambda vault: vaults.add_person(vault, "Sam", "sam's long one", circle.admit, peer.now, cost=QUICK)
    )
    sam = next(p for p in peer.home.people() if p.short_name == "Sam")
    return Peer(peer.home.path, "Sam", lambda: vaults.unlock(peer.home.path, sam.person_id, "sam's long one", peer.now))


def test_a_second_person_at_one_computer_is_added_without_a_relay_under_a_name_of_their_own(peers: MakePeer) -> None:
    elena = peers("Elena")
    elena.found()
    kept = elena.note("By Elena.")
    sam = _add_sam(elena)
    try:
        assert sam.notes() == ["By Elena."]
        sam.correct(kept, pain=7)
        entry = elena.entry(kept)
        assert entry is not None
        assert [v.author for v in entry.versions] == ["Elena", "Sam"]
        assert [m.name for m in sam.read(circle.circle).members] == ["Elena", "Sam"]
        assert sam.read(circle.my_role) is Role.FAMILY
        assert sam.read(circle.circle).is_admitted
    finally:
        sam.leave()


def test_what_two_people_at_one_computer_wrote_reaches_a_third_whole_in_either_order(
    elena: Peer, relay: RelayProcess, peers: MakePeer
) -> None:
    kept = elena.note("By Elena.")
    elena.await_shared()
    sam = _add_sam(elena)
    try:
        elena.sharing.stop()
        second = elena.note("Elena's, not sealed yet.")
        sam.correct(second, pain=7)  # Sam replaces what Elena's device has not sealed
        sam.correct(kept, pain=8)
        sam.sharing.start()
        sam.await_shared()
        elena.sharing.start()
        elena.await_shared()
        anna = peers("Anna")
        anna.sharing.start()
        let_in(elena, anna, relay)
        anna.await_note("Elena's, not sealed yet.")
        for entry_id, pain in ((kept, 8), (second, 7)):
            anna.heard.wait(lambda entry_id=entry_id: len(anna.entry(entry_id).versions) == 2, "both versions")  # type: ignore[misc, union-attr]
            entry = anna.entry(entry_id)
            assert entry is not None
            assert not entry.is_contested
            assert entry.effective is not None
            assert entry.effective.scores["pain"] == pain
            assert [v.author for v in entry.versions] == ["Elena", "Sam"]
    finally:
        sam.leave()


def test_only_an_admin_adds_people_and_nobody_without_a_name(peers: MakePeer) -> None:
    elena = peers("Elena")
    elena.found()
    sam = _add_sam(elena)
    try:

        def by_sam(vault: Vault) -> None:
            vaults.add_person(vault, "Ida", "ida's long one", circle.admit, elena.now, cost=QUICK)

        with pytest.raises(NotAllowed):
            sam.thread.call(by_sam)
        assert {p.short_name for p in elena.home.people()} == {"Elena", "Sam"}
        with pytest.raises(MissingAnswer):
            elena.thread.call(lambda vault: circle.add_local_person(vault, vault, " "))
        with pytest.raises(MissingAnswer):
            elena.thread.call(lambda vault: circle.create_circle(vault, " ", elena.now))
    finally:
        sam.leave()


def test_a_restored_backup_on_a_new_computer_is_invited_back_and_nothing_is_lost(
    elena: Peer, anna: Peer, relay: RelayProcess, tmp_path: Path
) -> None:
    shared = anna.note("Shared before the backup.", pain=1)
    elena.await_note("Shared before the backup.")
    anna.sharing.stop()
    unsent = anna.note("Never sent.", pain=2)
    anna.correct(unsent, pain=5)
    anna.correct(shared, pain=6)
    target = tmp_path / "stick" / "anna.caregiver-backup"
    target.parent.mkdir()
    anna.thread.call(lambda vault: backup.back_up(vault, target, anna.now))
    anna.sharing.start()
    anna.sharing.stop()  # the old computer breaks: whatever it still sent, it sends no more
    anna.thread.close()
    elena.note("Written while Anna had no computer.")

    again = Peer(
        tmp_path / "new computer", "Anna", lambda: backup.restore(tmp_path / "new computer", target, "a long one")
    )
    try:
        assert again.thread.call(lambda vault: vault.needs_new_device)
        assert not again.read(circle.circle).is_admitted
        again.sharing.start()
        state = again.await_phase(SyncPhase.TROUBLE)
        assert state.trouble == NEEDS_INVITATION
        again.note("Written before the new invitation.")  # works all the same
        let_in(elena, again, relay)
        for words in ("Written while Anna had no computer.", "Never sent.", "Written before the new invitation."):
            again.await_note(words)
        for words in ("Never sent.", "Written before the new invitation."):
            elena.await_note(words)
        for peer in (elena, again):
            for entry_id, pain in ((shared, 6), (unsent, 5)):
                peer.heard.wait(lambda p=peer, e=entry_id, n=pain: _pain(p, e) == n, "the correction")  # type: ignore[misc]
                entry = peer.entry(entry_id)
                assert entry is not None
                assert not entry.is_contested
        assert len(elena.read(diary.entries)) == len(again.read(diary.entries)) == 4
        again.heard.wait(lambda: not again.thread.call(lambda vault: vault.needs_new_device), "a settled device")
    finally:
        again.leave()


def _pain(peer: Peer, entry_id: bytes) -> int | None:
    entry = peer.entry(entry_id)
    return entry.effective.scores["pain"] if entry is not None and entry.effective is not None else None
