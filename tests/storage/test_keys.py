"""Keys: what opens the vault, what does not, and what can never be read from a picture of memory by mistake."""

from __future__ import annotations

import pytest

from caregiver_app.domain.errors import DamagedWrapFiles, MistypedCode, WrongPassphrase, WrongUnlockSheet
from caregiver_app.storage import keys

KEY = bytes(range(32))


def wrap(passphrase: str = "lamp") -> tuple[keys.Wrap, bytes]:
    sheet = keys.new_sheet()
    return keys.new_wrap(KEY, passphrase, sheet, keys.QUICK), sheet


@pytest.mark.parametrize("passphrase", ["it's mum's", 'say "hello"', "; --", "مصباح أزرق", "лампа", "🌙" * 30, " ", "x" * 5000])
def test_any_passphrase_opens_what_it_closed(passphrase: str) -> None:
    made, _ = wrap(passphrase)
    assert keys.unwrapped(keys.wrap_from(made.encoded()), passphrase) == KEY


def test_an_accent_typed_on_another_keyboard_is_the_same_passphrase() -> None:
    made, _ = wrap("caf\u00e9")
    assert keys.unwrapped(made, "cafe\u0301") == KEY


@pytest.mark.parametrize("wrong", ["Lamp", "lamp ", "", "lam"])
def test_any_other_passphrase_opens_nothing(wrong: str) -> None:
    made, _ = wrap()
    with pytest.raises(WrongPassphrase):
        keys.unwrapped(made, wrong)


def test_the_sheet_opens_as_printed_and_another_one_does_not() -> None:
    made, sheet = wrap()
    assert keys.unwrapped_by_sheet(made, keys.sheet_from(keys.sheet_words(sheet))) == KEY
    with pytest.raises(WrongUnlockSheet):
        keys.unwrapped_by_sheet(made, keys.new_sheet())


def test_the_sheet_has_seven_groups_of_five() -> None:
    assert [len(group) for group in keys.sheet_words(keys.new_sheet()).split("-")] == [5] * 7


def test_a_sheet_with_a_wrong_letter_names_its_group() -> None:
    groups = keys.sheet_words(bytes(16)).split("-")
    groups[4] = "Z" + groups[4][1:]
    with pytest.raises(MistypedCode) as caught:
        keys.sheet_from("-".join(groups))
    assert caught.value.group == 4


def test_a_new_passphrase_leaves_the_sheet_good_and_the_old_passphrase_bad() -> None:
    made, sheet = wrap()
    changed = keys.with_passphrase(made, KEY, "window")
    assert keys.unwrapped(changed, "window") == KEY
    assert keys.unwrapped_by_sheet(changed, sheet) == KEY
    assert changed.salt != made.salt
    with pytest.raises(WrongPassphrase):
        keys.unwrapped(changed, "lamp")


def test_a_new_sheet_makes_the_old_one_worthless() -> None:
    made, sheet = wrap()
    fresh = keys.new_sheet()
    changed = keys.with_sheet(made, KEY, fresh)
    assert keys.unwrapped_by_sheet(changed, fresh) == KEY
    with pytest.raises(WrongUnlockSheet):
        keys.unwrapped_by_sheet(changed, sheet)


def test_every_single_changed_byte_of_a_wrap_file_is_noticed() -> None:
    data = wrap()[0].encoded()
    for place in range(len(data) - 1):
        changed = bytearray(data)
        changed[place] ^= 0x01
        with pytest.raises(DamagedWrapFiles):
            keys.wrap_from(bytes(changed))


@pytest.mark.parametrize("cut", [0, 1, 40, 200])
def test_a_torn_wrap_file_is_noticed(cut: int) -> None:
    with pytest.raises(DamagedWrapFiles):
        keys.wrap_from(wrap()[0].encoded()[:cut])


def test_a_wrap_that_asks_for_absurd_memory_is_refused() -> None:
    made, _ = wrap()
    greedy = keys.Wrap(made.salt, keys.Argon(1 << 30, 3), made.by_passphrase, made.by_sheet)
    with pytest.raises(DamagedWrapFiles):
        keys.wrap_from(greedy.encoded())


def test_the_calibrated_cost_lies_between_64_and_512_mebibytes_on_one_lane() -> None:
    cost = keys.calibrated(target_s=0.05)
    assert cost == keys.Argon(64 * 1024, 3)
    rich = keys.calibrated(target_s=1e6)
    assert rich.memory_kib == 512 * 1024
    assert 3 <= rich.passes <= 32


def test_no_key_is_in_any_repr() -> None:
    made, sheet = wrap()
    device = keys.new_device_keys()
    pin = keys.NightPin(KEY, "123456", 0.0, keys.QUICK)
    shown = f"{made!r} {device!r} {pin!r}"
    for secret in (KEY, sheet, device.sign_private, device.kem_private, made.by_passphrase, made.by_sheet):
        assert repr(secret)[2:-1] not in shown
        assert secret.hex() not in shown


def test_device_keys_open_under_their_vault_only() -> None:
    device = keys.new_device_keys()
    sealed = keys.sealed_device_keys(KEY, device)
    assert keys.device_keys_from(KEY, sealed) == device
    with pytest.raises(WrongPassphrase):
        keys.device_keys_from(bytes(32), sealed)


# ---- the night PIN -------------------------------------------------------------------------
def night_pin() -> keys.NightPin:
    return keys.NightPin(KEY, "123456", 1000.0, keys.QUICK)


def test_the_right_pin_opens_again_and_again() -> None:
    pin = night_pin()
    assert pin.opened("123456", 1001.0) == KEY
    assert pin.opened("123456", 2000.0) == KEY


def test_five_wrong_pins_forget_the_key() -> None:
    pin = night_pin()
    for left in (4, 3, 2, 1, 0):
        with pytest.raises(WrongPassphrase) as caught:
            pin.opened("000000", 1001.0)
        assert caught.value.tries_left == left
    assert not pin.is_usable(1001.0)
    with pytest.raises(WrongPassphrase):
        pin.opened("123456", 1001.0)


def test_a_right_pin_gives_the_tries_back() -> None:
    pin = night_pin()
    for _ in range(3):
        for _ in range(4):
            with pytest.raises(WrongPassphrase):
                pin.opened("000000", 1001.0)
        assert pin.opened("123456", 1001.0) == KEY


def test_the_pin_ends_twelve_hours_after_the_full_unlock() -> None:
    pin = night_pin()
    assert pin.opened("123456", 1000.0 + 12 * 3600 - 1) == KEY
    with pytest.raises(WrongPassphrase):
        pin.opened("123456", 1000.0 + 12 * 3600)
    assert not pin.is_usable(1001.0), "a clock that is set back does not bring the key back"


def test_a_forgotten_pin_opens_nothing() -> None:
    pin = night_pin()
    pin.forget()
    with pytest.raises(WrongPassphrase) as caught:
        pin.opened("123456", 1001.0)
    assert caught.value.tries_left == 0


@pytest.mark.parametrize(("typed", "is_one"), [("123456", True), ("12345", False), ("1234567", False), ("12a456", False), ("١٢٣٤٥٦", False)])
def test_a_pin_is_six_digits(typed: str, is_one: bool) -> None:
    assert keys.is_pin(typed) is is_one


# ---- notes while locked --------------------------------------------------------------------
def test_a_sealed_note_opens_for_its_vault_only() -> None:
    sealed = keys.sealed_note(keys.note_public_key(KEY), b"timer of C1")
    assert b"timer" not in sealed
    assert keys.opened_note(KEY, sealed) == b"timer of C1"
    with pytest.raises(WrongPassphrase):
        keys.opened_note(bytes(32), sealed)
    with pytest.raises(WrongPassphrase):
        keys.opened_note(KEY, sealed[:-1] + bytes([sealed[-1] ^ 1]))
