"""However batches come - in any order, again and again, many or few at once - every device shows the same."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from caregiver_app.domain.diary import CheckIn, Mode, Who
from caregiver_app.domain.people import Role
from caregiver_app.domain.records import Draft, Kind, Op
from caregiver_app.domain.time import Instant
from caregiver_app.services import chain, circle, diary
from caregiver_app.storage import vault as vaults
from caregiver_app.storage.home import Home
from caregiver_app.storage.keys import QUICK
from caregiver_app.storage.space import Space
from caregiver_app.storage.vault import Vault
from caregiver_app.sync import roster
from caregiver_app.sync.protocol.roster import read_roster

START = Instant(1_795_000_000_000, 60)
YEAR_MS = 365 * 24 * 3600 * 1000


class Circle:
    """Three devices of three people in one circle, without a network: batches are handed over by the test."""

    def __init__(self, folder: Path, names: Sequence[str]) -> None:
        self.vaults = [self._person(folder / name, name) for name in names]
        first = self.vaults[0]
        founded = circle.create_circle(first, names[0], START)
        entries, key = list(founded.roster()), founded.epoch_keys()[1]
        for vault, name in zip(self.vaults[1:], names[1:], strict=True):
            admin, newcomer = circle.signer_of(first), circle.signer_of(vault)
            state = read_roster(entries)
            names_ = roster.Names(name)
            entries.append(
                roster.with_device(state, key, admin, newcomer.keys, roster.new_member_id(), Role.FAMILY, names_)
            )
        for vault in self.vaults:
            space = founded if vault is first else vault.create_space(founded.space_id)
            circle.keep_roster(space, tuple(entries[len(space.roster()) :]), {1: key})

    @staticmethod
    def _person(folder: Path, name: str) -> Vault:
        home = Home(folder)
        home.prepare()
        return vaults.create_person(home, name, "a long one", QUICK)[0]

    def space(self, n: int) -> Space:
        return self.vaults[n].spaces[0]

    def sealed(self, n: int) -> list[bytes]:
        chain.seal_waiting(self.vaults[n], self.space(n))
        return [row.body for row in self.space(n).sealed_of(self.space(n).device)]

    def close(self) -> None:
        for vault in self.vaults:
            vault.close()


def shown(space: Space) -> list[tuple[object, ...]]:
    """Everything that a reader sees of the diary."""
    return sorted(
        (e.entity_id, sorted(e.heads), e.is_contested, e.is_voided, [(v.dot, v.author, v.reason) for v in e.versions])
        for e in diary.entries(space)
    )


def _act(circle_: Circle, who: int, what: int, at: Instant) -> None:
    space = circle_.space(who)
    entries = diary.entries(space)
    check_in = CheckIn(Who.PATIENT, Mode.QUICK, Instant(START.utc_ms), {"pain": what % 11})
    if what % 3 == 0 or not entries:
        space.append([Draft(Kind.CHECK_IN, check_in.as_payload(), check_in.at)], at)
        return
    entry = entries[what % len(entries)]
    if what % 3 == 1:
        payload = {**check_in.as_payload(), "reason": "again"}
        space.append([diary._amendment(entry, payload, check_in.at, Op.AMEND)], at)
    else:
        diary.take_back(space, entry, "no", at)


def _deliver(space: Space, raws: Sequence[bytes], size: int) -> None:
    """Hand over in runs; what does not fit yet is handed over again, as pulling does."""
    left = list(raws)
    for _ in range(len(raws) + 1):
        if not left:
            return
        refused: list[bytes] = []
        for start in range(0, len(left), size):
            run = left[start : start + size]
            merged = chain.merge_batches(space, run)
            refused += run if merged.refused else []
        left = refused
    raise AssertionError("batches that never fit")


steps = st.lists(
    st.tuples(
        st.integers(0, 2),  # who acts
        st.integers(0, 200),  # what they do
        st.integers(-1, 10),  # how many years their clock is off
        st.lists(st.integers(0, 2), max_size=2),  # whose batches they read before
    ),
    min_size=1,
    max_size=10,
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps, st.randoms(use_true_random=False), st.integers(1, 5))
def test_order_repetition_and_batching_change_nothing(steps: list, random: object, size: int) -> None:  # type: ignore[type-arg]
    with tempfile.TemporaryDirectory() as folder:
        circle_ = Circle(Path(folder), ("Elena", "Anna", "Sam"))
        try:
            for who, what, years, sources in steps:
                for source in sources:
                    if source != who:
                        _deliver(circle_.space(who), circle_.sealed(source), size)
                _act(circle_, who, what, START.plus(years * YEAR_MS))
                circle_.sealed(who)
            everything = [raw for n in range(3) for raw in circle_.sealed(n)]
            for n in range(3):
                mixed = everything * 2
                random.shuffle(mixed)  # type: ignore[attr-defined]
                _deliver(circle_.space(n), mixed, size)
            views = [shown(circle_.space(n)) for n in range(3)]
            assert views[0] == views[1] == views[2]
            written = sum(1 for who, *_ in steps)
            assert sum(len(v[4]) for v in views[0]) == written  # type: ignore[arg-type, misc]
        finally:
            circle_.close()
