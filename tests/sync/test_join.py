"""The three messages of joining, and the six digits."""

from __future__ import annotations

import os
from dataclasses import replace

import pytest

from caregiver_app.domain.errors import CodeBurnt
from caregiver_app.sync import join, seal
from caregiver_app.sync.join import Newcomer, Reveal

KEY = b"k" * 32
ADMIN_SIGN = seal.sign_public(b"a" * 32)
REVEAL = Reveal(b"n" * 32, b"s" * 16, b"r" * 32, b"d" * 16, ADMIN_SIGN)
NEWCOMER = Newcomer(seal.sign_public(b"b" * 32), seal.kem_public(b"c" * 32), b"m" * 32, "Anna", "Anna's laptop")


def test_both_sides_come_to_the_same_six_digits() -> None:
    commitment = join.commitment_from(KEY, join.offer(KEY, REVEAL))
    newcomer = join.newcomer_from(KEY, join.answer(KEY, NEWCOMER))
    reveal = join.reveal_from(KEY, join.revealed(KEY, REVEAL), commitment)
    assert (newcomer, reveal) == (NEWCOMER, REVEAL)
    digits = join.digits_of(NEWCOMER, reveal)
    assert digits == join.digits_of(newcomer, REVEAL)
    assert len(digits) == 6
    assert digits.isdigit()


@pytest.mark.parametrize("field", ["nonce", "roster_head", "space_id", "device_id", "sign_key"])
def test_a_reveal_that_was_not_committed_to_burns_the_code(field: str) -> None:
    other = replace(REVEAL, **{field: bytes(reversed(os.urandom(len(getattr(REVEAL, field)))))})
    with pytest.raises(CodeBurnt):
        join.reveal_from(KEY, join.revealed(KEY, other), join.commitment_of(REVEAL))


def test_digits_change_with_every_part() -> None:
    usual = join.digits_of(NEWCOMER, REVEAL)
    changed = {
        join.digits_of(replace(NEWCOMER, name="Ann"), REVEAL),
        join.digits_of(replace(NEWCOMER, nonce=b"x" * 32), REVEAL),
        join.digits_of(replace(NEWCOMER, kem_key=seal.kem_public(b"x" * 32)), REVEAL),
        join.digits_of(NEWCOMER, replace(REVEAL, nonce=b"x" * 32)),
        join.digits_of(NEWCOMER, replace(REVEAL, roster_head=b"x" * 32)),
    }
    assert len(changed | {usual}) == 6


def test_a_message_of_another_step_or_another_code_burns() -> None:
    with pytest.raises(CodeBurnt):
        join.commitment_from(KEY, join.answer(KEY, NEWCOMER))
    with pytest.raises(CodeBurnt):
        join.newcomer_from(b"K" * 32, join.answer(KEY, NEWCOMER))
    with pytest.raises(CodeBurnt):
        join.reveal_from(KEY, join.offer(KEY, REVEAL), join.commitment_of(REVEAL))


@pytest.mark.parametrize("sealed", [b"", b"x", b"x" * 31, b"x" * 48, b"x" * 200])
def test_noise_burns(sealed: bytes) -> None:
    with pytest.raises(CodeBurnt):
        join.newcomer_from(KEY, sealed)


def test_a_newcomer_with_a_weak_key_burns() -> None:
    with pytest.raises(CodeBurnt):
        join.newcomer_from(KEY, join.answer(KEY, replace(NEWCOMER, sign_key=bytes(32))))
    with pytest.raises(CodeBurnt):
        join.newcomer_from(KEY, join.answer(KEY, replace(NEWCOMER, kem_key=bytes(32))))
    with pytest.raises(CodeBurnt):
        join.newcomer_from(KEY, join.answer(KEY, replace(NEWCOMER, name="a" * 201)))


def test_a_message_written_twice_never_has_the_same_bytes() -> None:
    assert join.answer(KEY, NEWCOMER) != join.answer(KEY, NEWCOMER)


def test_an_invitation_is_over_after_a_day() -> None:
    day = 24 * 60 * 60 * 1000
    assert not join.is_over(5, 5)
    assert not join.is_over(5, 4 + day)
    assert join.is_over(5, 5 + day)
    assert not join.is_over(day, 5)  # a clock set back by hours does not end it
    assert join.is_over(3 * day, 5)
