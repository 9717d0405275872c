"""A device's signed word on where it stands, replaced in place on the relay: `"CS1" | 1 | msgpack | signature`."""

from __future__ import annotations

from caregiver_app.sync import seal
from caregiver_app.sync.protocol.limits import STATEMENT_BYTES, Code, Refused
from caregiver_app.sync.protocol.messages import Statement, packed, unpacked

MAGIC = b"CS1\x01"
_LABEL = b"CL1 statement\0"


def sign_statement(statement: Statement, sign_private: bytes) -> bytes:
    """The bytes of a statement."""
    text = MAGIC + packed(statement)
    return text + seal.sign(sign_private, _LABEL + seal.blake(text))


def read_statement(raw: bytes, sign_pk: bytes) -> Statement:
    """A statement that is signed by that key. Raises Refused: malformed, too_large, wrong_signature."""
    if len(raw) > STATEMENT_BYTES:
        raise Refused(Code.TOO_LARGE, at=STATEMENT_BYTES)
    if len(raw) < len(MAGIC) + seal.SIGNATURE_SIZE or not raw.startswith(MAGIC):
        raise Refused(Code.MALFORMED)
    text, signature = raw[: -seal.SIGNATURE_SIZE], raw[-seal.SIGNATURE_SIZE :]
    statement = unpacked(text[len(MAGIC) :], Statement)
    if not seal.is_signed(sign_pk, _LABEL + seal.blake(text), signature):
        raise Refused(Code.WRONG_SIGNATURE, statement.device)
    return statement
