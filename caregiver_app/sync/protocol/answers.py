"""Answering a relay's challenge with a device's key, and checking such an answer."""

from __future__ import annotations

from caregiver_app.sync import seal
from caregiver_app.sync.protocol.messages import Challenge, TokenRequest, auth_text


def sign_answer(challenge: Challenge, origin: str, sign_private: bytes, kem_pk: bytes) -> TokenRequest:
    """The request for a token: good once, for the relay at this origin (`origin_of` its address)."""
    signature = seal.sign(sign_private, auth_text(origin, challenge.nonce, challenge.expires_ms))
    return TokenRequest(
        seal.sign_public(sign_private), kem_pk, origin, challenge.nonce, challenge.expires_ms, signature
    )


def is_answer_signed(request: TokenRequest) -> bool:
    """Whether the device whose keys the request names signed it."""
    text = auth_text(request.origin, request.nonce, request.expires_ms)
    return seal.is_signed(request.sign_pk, text, request.signature)
