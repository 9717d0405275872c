"""The limits of Circle Log v1 and the names of what a relay or a reader of a chain refuses."""

from __future__ import annotations

from enum import StrEnum

from caregiver_app.domain.errors import CaregiverError

KIB, MIB = 1024, 1024 * 1024

BATCH_BYTES = 256 * KIB
REQUEST_BYTES = 4 * MIB
REQUEST_OVERHEAD = 64 * KIB  # msgpack around the batches of one full request
ENTRY_BYTES = 16 * KIB
ENTRY_NOTE_BYTES = 4 * KIB
ROSTER_ENTRIES = 2_000
SPACE_BYTES = 512 * MIB
OPEN_SPACE_BYTES = 20 * MIB
DEVICE_SHARE = 0.5  # of a space's bytes, for one device
ACTIVE_DEVICES = 64
MEMBERS = 20
BURST_PER_S = 20  # requests of one device at once
SUSTAINED_PER_S = 2.0  # of one device, averaged over the next
SUSTAINED_OVER_S = 60
STRANGER_BURST = 120  # requests without a token, by address: a hospice sits behind one
STRANGER_REQUESTS_PER_S = 4.0
POLL_SPACES = 600
POLL_S = 25.0
MAILBOX_BYTES = 8 * KIB
MAILBOX_SLOTS = 4
MAILBOXES_PER_SPACE = 5
MAILBOX_S = 24 * 3600
STATEMENT_BYTES = 4 * KIB
CHALLENGE_S = 60
TOKEN_S = 3600
TOKENS_PER_DEVICE = 4


class Code(StrEnum):
    """Why something was refused. The text travels; a client turns it into a sentence."""

    # bytes that break a rule, found by the relay and by every reader alike
    MALFORMED = "malformed"
    NEWER = "newer"  # a suite, an entry type or a field that only a later program knows
    TOO_LARGE = "too_large"
    WRONG_SIGNATURE = "wrong_signature"
    WEAK_KEY = "weak_key"
    WRONG_DEVICE_ID = "wrong_device_id"
    WRONG_SPACE = "wrong_space"
    # rosters
    WRONG_POSITION = "wrong_position"
    WRONG_PREVIOUS = "wrong_previous"
    NOT_ADMIN = "not_admin"
    ALREADY_ON_ROSTER = "already_on_roster"
    WRONG_ROLE = "wrong_role"
    WRONG_ENVELOPES = "wrong_envelopes"
    TOO_MANY_DEVICES = "too_many_devices"
    TOO_MANY_MEMBERS = "too_many_members"
    ROSTER_FULL = "roster_full"
    ROSTER_MOVED = "roster_moved"  # the head is not the one that was named: read the roster again
    # batches
    NOT_A_MEMBER = "not_a_member"  # the batch's author is not on the roster
    UNKNOWN_ROSTER = "unknown_roster"  # the batch names a roster head that is not on this chain, or not yet
    ROSTER_WENT_BACK = "roster_went_back"
    WRONG_EPOCH = "wrong_epoch"
    GAP = "gap"  # `at` is the last number that is here
    FORK = "fork"  # another batch has this number: the device was copied or restored
    # the relay
    NOT_FOUND = "not_found"  # not there, or not for you; never which
    NO_SUCH_ADDRESS = "no_such_address"
    TOKEN_NEEDED = "token_needed"  # noqa: S105
    WRONG_ANSWER = "wrong_answer"  # to a challenge that is gone, for another origin, or not signed by that key
    WRONG_ORIGIN = "wrong_origin"
    INVITATION_NEEDED = "invitation_needed"
    SPACE_FULL = "space_full"
    SHARE_FULL = "share_full"
    SLOW_DOWN = "slow_down"  # `retry_ms` says when
    TOO_MANY_SPACES = "too_many_spaces"
    TOO_MANY_MAILBOXES = "too_many_mailboxes"
    OUT_OF_STEP = "out_of_step"  # a mailbox slot that is filled already, or whose turn has not come
    OLDER = "older"  # a statement that does not come after the one that is here
    RELAY_FULL = "relay_full"
    RELAY_BUSY = "relay_busy"
    RELAY_TROUBLE = "relay_trouble"


class Refused(CaregiverError):
    """A rule was broken; `device` and `at` (a number such as bseq or a limit) say where, if that helps."""

    def __init__(self, code: Code, device: bytes = b"", at: int = 0, retry_ms: int = 0) -> None:
        super().__init__(code.value)
        self.code = code
        self.device = device
        self.at = at
        self.retry_ms = retry_ms
