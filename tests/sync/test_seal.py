"""Signatures, keys and sealed texts: what opens, and everything that must not."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from caregiver_app.sync import seal

SPACE, DEVICE, HEAD, TEXT = b"s" * 16, b"d" * 16, b"h" * 112, b"a word" * 100
P = 2**255 - 19
D = -121665 * pow(121666, P - 2, P) % P


def _x_of(y: int) -> int:
    squared = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(squared, (P + 3) // 8, P)
    return x if (x * x - squared) % P == 0 else x * pow(2, (P - 1) // 4, P) % P


def _doubled(point: tuple[int, int]) -> tuple[int, int]:
    x, y = point
    t = D * x * x * y * y % P
    return 2 * x * y * pow(1 + t, P - 2, P) % P, (y * y + x * x) * pow(1 - t, P - 2, P) % P


def test_every_key_on_the_small_order_list_has_small_order() -> None:
    for encoded in seal.SMALL_ORDER_Y:
        y = int.from_bytes(encoded, "little") % P
        point = (_x_of(y), y)
        assert _doubled(_doubled(_doubled(point))) == (0, 1)
    assert len({int.from_bytes(y, "little") % P for y in seal.SMALL_ORDER_Y}) == 5  # all y of the eight points


@pytest.mark.parametrize("y", sorted(seal.SMALL_ORDER_Y))
@pytest.mark.parametrize("sign_bit", [0, 0x80])
def test_a_small_order_key_signs_nothing(y: bytes, sign_bit: int) -> None:
    key = y[:31] + bytes([y[31] | sign_bit])
    forged = key + bytes(32)  # R = A, S = 0: many libraries take this for some messages
    assert seal.is_weak_sign_key(key)
    assert not any(seal.is_signed(key, bytes([n]), forged) for n in range(64))


def test_a_small_order_kem_key_is_refused() -> None:
    weak = [bytes(32), b"\x01" + bytes(31), (P - 1).to_bytes(32, "little"), P.to_bytes(32, "little")]
    weak += [bytes.fromhex("e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800")]
    weak += [bytes.fromhex("5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157")]
    assert all(seal.is_weak_kem_key(key) for key in weak)
    assert all(seal.is_weak_kem_key(key) for key in (b"", bytes(31), bytes(33)))
    assert not seal.is_weak_kem_key(seal.kem_public(seal.new_key()))


def test_a_signature_is_of_one_key_and_one_message() -> None:
    private, other = seal.new_key(), seal.new_key()
    public, signature = seal.sign_public(private), seal.sign(private, b"a")
    assert seal.is_signed(public, b"a", signature)
    assert not seal.is_signed(public, b"b", signature)
    assert not seal.is_signed(seal.sign_public(other), b"a", signature)
    assert not seal.is_signed(public, b"a", signature[:-1])
    assert not seal.is_signed(public, b"a", signature + b"x")
    assert not seal.is_signed(b"", b"a", signature)


def test_a_batch_text_opens_with_its_own_key_place_and_header_only() -> None:
    key = seal.new_key()
    salt, sealed = seal.seal_batch_text(key, SPACE, DEVICE, HEAD, TEXT)
    assert seal.open_batch_text(key, SPACE, DEVICE, HEAD, salt, sealed) == TEXT
    other = bytes([sealed[0] ^ 1]) + sealed[1:]
    for wrong in (
        (seal.new_key(), SPACE, DEVICE, HEAD, salt, sealed),
        (key, DEVICE, DEVICE, HEAD, salt, sealed),
        (key, SPACE, SPACE, HEAD, salt, sealed),
        (key, SPACE, DEVICE, HEAD[:-1] + b"x", salt, sealed),
        (key, SPACE, DEVICE, HEAD, seal.new_key(), sealed),
        (key, SPACE, DEVICE, HEAD, salt, other),
        (key, SPACE, DEVICE, HEAD, salt, sealed[:-1]),
        (key, SPACE, DEVICE, HEAD, salt, b""),
    ):
        with pytest.raises(seal.DoesNotOpen):
            seal.open_batch_text(*wrong)


def test_a_batch_is_sealed_as_the_specification_says() -> None:
    key, random = bytes(range(32)), bytes([9]) * 32
    salt, sealed = seal.seal_batch_text(key, SPACE, DEVICE, HEAD, TEXT, random)
    drawn = HKDF(hashes.SHA256(), 32, salt, b"CL1 batch" + SPACE + DEVICE).derive(key)
    assert AESGCM(drawn).decrypt(bytes(12), sealed, HEAD + salt) == TEXT


def test_repeated_randomness_never_seals_two_texts_under_one_key() -> None:
    key, random = seal.new_key(), seal.new_key()
    one, _ = seal.seal_batch_text(key, SPACE, DEVICE, HEAD, TEXT, random)
    same, _ = seal.seal_batch_text(key, SPACE, DEVICE, HEAD, TEXT, random)
    other_text, _ = seal.seal_batch_text(key, SPACE, DEVICE, HEAD, TEXT + b"!", random)
    other_head, _ = seal.seal_batch_text(key, SPACE, DEVICE, b"x" + HEAD[1:], TEXT, random)
    assert one == same
    assert len({one, other_text, other_head}) == 3


def test_a_note_opens_at_its_own_place_only() -> None:
    key = seal.new_key()
    sealed = seal.seal_note(key, b"place", b"Elena")
    assert seal.open_note(key, b"place", sealed) == b"Elena"
    assert seal.seal_note(key, b"place", b"Elena") != sealed
    for wrong in ((seal.new_key(), b"place", sealed), (key, b"elsewhere", sealed), (key, b"place", sealed[:40])):
        with pytest.raises(seal.DoesNotOpen):
            seal.open_note(*wrong)
    with pytest.raises(seal.DoesNotOpen):
        seal.open_note(key, b"place", b"")


def test_an_envelope_opens_for_one_device_in_one_place_only() -> None:
    private, secret = seal.new_key(), seal.new_key()
    sealed = seal.seal_envelope(seal.kem_public(private), secret, b"info")
    assert len(sealed) == seal.ENVELOPE_SIZE
    assert seal.open_envelope(private, sealed, b"info") == secret
    for wrong in (
        (seal.new_key(), sealed, b"info"),
        (private, sealed, b"other"),
        (private, sealed[:-1], b"info"),
        (private, b"", b"info"),
    ):
        with pytest.raises(seal.DoesNotOpen):
            seal.open_envelope(*wrong)


def test_an_envelope_that_a_relay_made_opens_but_does_not_match_the_commit() -> None:
    private, true_key, relays_key = seal.new_key(), seal.new_key(), seal.new_key()
    commit = seal.epoch_commit(true_key, SPACE, 1)
    opened = seal.open_envelope(private, seal.seal_envelope(seal.kem_public(private), relays_key, b"i"), b"i")
    assert opened == relays_key
    assert not seal.is_same(seal.epoch_commit(opened, SPACE, 1), commit)
    assert seal.is_same(seal.epoch_commit(true_key, SPACE, 1), commit)
    assert len({commit, seal.epoch_commit(true_key, SPACE, 2), seal.epoch_commit(true_key, DEVICE, 1)}) == 3


def test_the_key_before_is_sealed_under_the_next_one() -> None:
    first, second = seal.new_key(), seal.new_key()
    sealed = seal.seal_previous(second, SPACE, 2, first)
    assert seal.open_previous(second, SPACE, 2, sealed) == first
    for wrong in ((first, SPACE, 2), (second, DEVICE, 2), (second, SPACE, 3)):
        with pytest.raises(seal.DoesNotOpen):
            seal.open_previous(*wrong, sealed)


def test_an_invitations_secrets_follow_from_its_code_and_say_nothing_when_shown() -> None:
    one, other = seal.invite_secrets(b"0123456789"), seal.invite_secrets(b"0123456788")
    assert one == seal.invite_secrets(b"0123456789")
    assert (len(one.mailbox_id), len(one.key)) == (16, 32)
    assert one.mailbox_id != other.mailbox_id
    assert one.key.hex() not in repr(one)
    assert repr(one.key) not in repr(one)
