"""Makes the golden vectors: every byte format of Circle Log v1 from fixed keys and fixed randomness.

`python -m tests.sync.vectors` writes them anew. That is right only before a first release: a changed vector is a
changed format, and devices that are out there do not change with it. HPKE draws its own randomness, so an envelope
and what signs it are opened, not made again.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from caregiver_app.sync import seal
from caregiver_app.sync.protocol import (
    FIRST_PLACE,
    NO_HASH,
    AddDevice,
    Challenge,
    Create,
    DeviceHead,
    DeviceKeys,
    Epoch,
    Header,
    Heads,
    Mailbox,
    MailboxRequest,
    Page,
    PollAnswer,
    PollRequest,
    Pushed,
    PushRequest,
    Refusal,
    Seen,
    SpaceRequest,
    Statement,
    Watch,
    apply_entry,
    auth_text,
    device_keys,
    envelope_info,
    packed,
    read_batch,
    read_entry,
    sign_answer,
    sign_batch,
    sign_entry,
    sign_statement,
)

FOLDER = Path(__file__).resolve().parents[1] / "data" / "vectors"
FILE = FOLDER / "circle_log_v1.json"

ADMIN_SIGN, ADMIN_KEM = bytes(range(32)), bytes(range(32, 64))
NURSE_SIGN, NURSE_KEM = bytes(range(64, 96)), bytes(range(96, 128))
EPOCH_KEY, NEXT_EPOCH_KEY = bytes([1]) * 32, bytes([2]) * 32
RANDOM = bytes([7]) * 32
TEXT = b"\x00\x00\x00\x05hello" + bytes(503)


def admin_keys() -> DeviceKeys:
    """The admin's public keys."""
    return device_keys(seal.sign_public(ADMIN_SIGN), seal.kem_public(ADMIN_KEM))


def made(envelopes: dict[str, bytes] | None = None) -> dict[str, bytes]:
    """All vectors by name; `envelopes` gives those that were made before."""
    found: dict[str, bytes] = {}
    admin = admin_keys()
    nurse = device_keys(seal.sign_public(NURSE_SIGN), seal.kem_public(NURSE_KEM))
    found["admin device id"], found["nurse device id"] = admin.device_id, nurse.device_id

    note = seal.seal_note(EPOCH_KEY, FIRST_PLACE, b"Elena", RANDOM)
    create = Create(bytes([3]) * 16, bytes([4]) * 16, admin)
    found["create entry"] = sign_entry(0, NO_HASH, admin.device_id, ADMIN_SIGN, create, note)
    state = apply_entry(None, found["create entry"])
    found["space id"], found["create hash"] = state.space_id, state.head

    def envelope(name: str, kem_pk: bytes, device: bytes) -> bytes:
        info = envelope_info(state.space_id, 1, device, state.head)
        found[name] = (envelopes or {}).get(name) or seal.seal_envelope(kem_pk, EPOCH_KEY, info)
        return found[name]

    found["epoch 1 commit"] = seal.epoch_commit(EPOCH_KEY, state.space_id, 1)
    sealed = envelope("admin envelope", admin.kem_pk, admin.device_id)
    epoch = Epoch(1, found["epoch 1 commit"], ((admin.device_id, sealed),), b"")
    found["epoch entry"] = state.next_entry(admin.device_id, ADMIN_SIGN, epoch)
    state = apply_entry(state, found["epoch entry"])
    sealed = envelope("nurse envelope", nurse.kem_pk, nurse.device_id)
    joined = AddDevice(bytes([5]) * 16, "staff", nurse, 1, sealed)
    found["add device entry"] = state.next_entry(admin.device_id, ADMIN_SIGN, joined)
    state = apply_entry(state, found["add device entry"])
    found["roster head"] = state.head
    found["epoch 2 previous"] = seal.seal_previous(NEXT_EPOCH_KEY, state.space_id, 2, EPOCH_KEY)

    header = Header(state.space_id, admin.device_id, 1, 1, NO_HASH, state.head)
    salt, text = seal.seal_batch_text(EPOCH_KEY, state.space_id, admin.device_id, header.head(), TEXT, RANDOM)
    found["batch"] = sign_batch(replace(header, salt=salt), text, ADMIN_SIGN)
    found["batch hash"] = read_batch(found["batch"]).hash

    invite = seal.invite_secrets(bytes(range(10)))
    found["invite mailbox"], found["invite key"] = invite.mailbox_id, invite.key
    return {**found, **_messages(found, read_entry(found["create entry"]).raw)}


def _messages(found: dict[str, bytes], create: bytes) -> dict[str, bytes]:
    space, device, batch = found["space id"], found["admin device id"], found["batch"]
    said = Statement(
        space, device, 9, 1_700_000_000_000, 1, found["batch hash"], found["roster head"], [Seen(device, 1)]
    )
    challenge = Challenge(RANDOM, 1_700_000_060_000)
    statement = sign_statement(said, ADMIN_SIGN)
    heads = Heads(
        1, 3, found["roster head"], [DeviceHead(device, 1, found["batch hash"], "2026-11-24")], [statement], 9, 99
    )
    return {
        "statement": statement,
        "auth text": auth_text("https://relay.example:8470", RANDOM, 1_700_000_060_000),
        "token request": packed(
            sign_answer(challenge, "https://relay.example:8470", ADMIN_SIGN, seal.kem_public(ADMIN_KEM))
        ),
        "challenge": packed(challenge),
        "space request": packed(SpaceRequest([create], "sunflower-meadow")),
        "push request": packed(PushRequest([batch])),
        "pushed": packed(Pushed(1, 1)),
        "page": packed(Page([(1, batch)], 1)),
        "heads": packed(heads),
        "poll request": packed(PollRequest([Watch(space, 1, 3)])),
        "poll answer": packed(PollAnswer([Watch(space, 2, 3)], [device])),
        "mailbox request": packed(MailboxRequest(space, b"commit")),
        "mailbox": packed(Mailbox([b"commit"], 1_700_000_060_000)),
        "refusal": packed(Refusal("gap", device, 3, 0)),
    }


def kept() -> dict[str, bytes]:
    """The vectors as they were stored."""
    return {name: bytes.fromhex(text) for name, text in json.loads(FILE.read_text("utf-8")).items()}


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    FILE.write_text(json.dumps({name: data.hex() for name, data in made().items()}, indent=1) + "\n", "utf-8")
