"""Codes that people copy from paper."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caregiver_app.domain.codes import ALPHABET, read_spelled, spelled
from caregiver_app.domain.errors import MistypedCode

SIZE, GROUP = 16, 4


@given(st.binary(min_size=SIZE, max_size=SIZE))
def test_what_is_spelled_reads_back(data: bytes) -> None:
    assert read_spelled(spelled(data, GROUP), SIZE, GROUP) == data


@given(st.binary(min_size=SIZE, max_size=SIZE))
def test_spaces_lower_case_and_letters_that_look_alike_are_forgiven(data: bytes) -> None:
    printed = spelled(data, GROUP)
    typed = printed.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert read_spelled(f"  {typed}\n", SIZE, GROUP) == data
    assert read_spelled(printed.replace("1", "I").replace("-", ""), SIZE, GROUP) == data


@given(st.binary(min_size=SIZE, max_size=SIZE), st.integers(0, 34), st.sampled_from(ALPHABET))
def test_one_wrong_letter_is_found_and_its_group_named(data: bytes, place: int, letter: str) -> None:
    letters = list(spelled(data, GROUP).replace("-", ""))
    if letters[place] == letter:
        return
    letters[place] = letter
    with pytest.raises(MistypedCode) as caught:
        read_spelled("".join(letters), SIZE, GROUP)
    assert caught.value.group == place // (GROUP + 1)


@given(st.binary(min_size=SIZE, max_size=SIZE), st.integers(0, 33))
def test_two_swapped_neighbours_are_found(data: bytes, place: int) -> None:
    letters = list(spelled(data, GROUP).replace("-", ""))
    if letters[place] == letters[place + 1] or place % (GROUP + 1) == GROUP:
        return  # neighbours across two groups are a wrong letter in each
    letters[place], letters[place + 1] = letters[place + 1], letters[place]
    with pytest.raises(MistypedCode) as caught:
        read_spelled("".join(letters), SIZE, GROUP)
    assert caught.value.group == place // (GROUP + 1)


@given(st.binary(min_size=SIZE, max_size=SIZE), st.integers(0, 6), st.integers(0, 6))
def test_two_swapped_groups_are_found(data: bytes, one: int, other: int) -> None:
    groups = spelled(data, GROUP).split("-")
    if one == other or groups[one] == groups[other]:
        return
    groups[one], groups[other] = groups[other], groups[one]
    with pytest.raises(MistypedCode):
        read_spelled("-".join(groups), SIZE, GROUP)


@pytest.mark.parametrize("typed", ["", "A", "ABCDE-ABCDE", "?" * 34, "ABCDE" * 8])
def test_a_code_of_the_wrong_length_names_no_group(typed: str) -> None:
    with pytest.raises(MistypedCode) as caught:
        read_spelled(typed, SIZE, GROUP)
    assert caught.value.group is None


def test_a_letter_that_cannot_be_is_named_by_its_group() -> None:
    letters = spelled(bytes(range(SIZE)), GROUP).replace("-", "")
    with pytest.raises(MistypedCode) as caught:
        read_spelled(letters[:12] + "?" + letters[13:], SIZE, GROUP)
    assert caught.value.group == 2
