"""The invitation code in letters and in digits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caregiver_app.domain.errors import MistypedCode
from caregiver_app.sync.invitation import code_from, in_digits, in_letters, new_code

codes = st.binary(min_size=10, max_size=10)


@given(codes)
def test_a_code_is_read_from_its_letters_and_from_its_digits(code: bytes) -> None:
    assert code_from(in_letters(code)) == code
    assert code_from(in_letters(code).lower().replace("-", " ")) == code
    assert code_from(in_digits(code)) == code
    assert code_from(in_digits(code).replace(" ", "")) == code


@given(codes)
def test_a_code_has_sixteen_letters_and_two_to_check_or_twenty_five_digits(code: bytes) -> None:
    assert len(in_letters(code).replace("-", "")) == 18
    assert len(in_digits(code).replace(" ", "")) == 25


@given(codes, st.integers(0, 17), st.sampled_from("0123456789ABCDEFGHJKMNPQRSTVWXYZ"))
def test_one_wrong_letter_is_found_in_its_group(code: bytes, place: int, letter: str) -> None:
    letters = list(in_letters(code).replace("-", ""))
    if letters[place] == letter:
        return
    letters[place] = letter
    with pytest.raises(MistypedCode) as caught:
        code_from("".join(letters))
    assert caught.value.group == place // 9


@given(codes, st.integers(0, 24), st.integers(1, 9))
def test_one_wrong_digit_is_found_unless_it_is_off_by_seven(code: bytes, place: int, step: int) -> None:
    digits = list(in_digits(code).replace(" ", ""))
    before = int(digits[place])
    digits[place] = str((before + step) % 10)
    if abs(int(digits[place]) - before) == 7:
        return
    with pytest.raises(MistypedCode):
        code_from("".join(digits))


@pytest.mark.parametrize("typed", ["", "ABC", "9" * 25, "7" * 26, "?" * 18])
def test_what_is_no_code_is_refused(typed: str) -> None:
    with pytest.raises(MistypedCode):
        code_from(typed)


def test_codes_do_not_repeat() -> None:
    assert len({new_code() for _ in range(50)}) == 50
