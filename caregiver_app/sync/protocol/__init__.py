"""Circle Log v1, what travels between the devices around one patient and the relay. Prose first.

**The idea.** Each device keeps one log per space: batches, numbered from 1, each naming the hash of the one before,
each sealed under a key that the members share and signed by the device. A relay stores the batches and gives them a
sequence number. It can count them, order them and withhold them; it cannot read, change or invent one. Whatever decides
how two devices' words merge lies inside the sealed part.

**Names.** All numbers are big-endian. A hash is BLAKE2b with 32 bytes, an id BLAKE2b with 16. A device has an Ed25519
key to sign and an X25519 key to receive; its id is the hash of "CL1 device" and both, so nobody claims another's.
A space's id is the hash of its create entry, signature included. Keys of small order are refused.

**Roster.** A space's roster is a chain of signed entries. `create` (position 0) names the first admin. `epoch` brings a
new key: the commit that it must match, one HPKE envelope for every active device, and the key before it sealed under
the new one, so one envelope reads the whole history. `add_device` brings a device with its member and role class, and
the running epoch's key in an envelope. A new circle is create, epoch 1, add_device, ... Only an admin's device appends.
`replace_device`, `change_role`, `remove_device`, `policy`, `recovery` and `close` are reserved: a reader that meets one
says "a newer program is needed" and keeps what it has. Names and notes are in an entry's sealed part (`seal.seal_note`
under the running epoch's key, the first epoch's for the create entry). `read_roster` and `apply_entry` are the rules,
for relay and devices alike.

**Batch.** `"CL1" | suite | space 16 | device 16 | bseq u64 | epoch u32 | prev_hash 32 | roster_hash 32 | salt 32`, then
the ciphertext, then an Ed25519 signature over "CL1 batch\\0" and the hash of all before. `roster_hash` is the newest
roster entry that the author knew: it never goes back along a chain, and the epoch is at most the one that ran there.
`check_batch` is the rule. What is inside the ciphertext is the devices' affair.

**Whom the relay believes.** A device asks for a challenge and signs it together with the relay's origin (scheme, host,
port) and the expiry; it sends both public keys along and gets a token for an hour. Every key gets one: the relay does
not look whether it knows the device, so nothing can be learned from asking. A token only says who asks. What it opens
is decided by rosters, in each request, and everything that is not there or not for you is one and the same `not_found`.

**Making a space** costs the operator room, so it needs an invitation of the operator's (or an open relay). It sends the
whole roster as the sender knows it (`POST /v1/spaces`), must be on it, and is the same request for a new circle and for
a relay that lost everything: any member can fill it again, roster first, then everybody's batches. Where the relay has
the beginning of that roster it is extended, where it has more nothing happens, and where the two part it says
`roster_moved`. One more entry goes to `.../roster` with the head before it in `If-Match`.

**Pushing** is all or nothing, in chain order, and can be repeated: a batch that is there already with the same hash
counts as done, another hash under its number is a `fork` (that device was copied or restored), a hole a `gap` that
names the last number there is. **Pulling** follows the space's gapless sequence. **Waiting** is one request for up to
600 spaces that is answered the moment one of them differs from what the device named. Each answer carries the relay's
clock (only ever used to say that a clock is wrong) and its generation: another generation is another database, whose
sequence numbers mean nothing of the old one's.

**Inviting** goes through a mailbox whose id is drawn from the code (`seal.invite_secrets`). An admin opens it with slot
0 (a commitment), the newcomer fills slot 1 (keys and nonce) without a token, the admin slot 2 (the reveal), slot 3 is
the newcomer's last word. Each slot is filled once and in turn; five mailboxes a space, 24 hours, 8 KiB together.

**Refusing** is always an answer with a `Code`, never a bare number; `Refused` carries it on both sides. Limits are in
`limits`, requests and answers in `messages` (msgpack maps; unknown fields are ignored).
"""

from caregiver_app.domain.people import Role
from caregiver_app.sync.protocol import limits
from caregiver_app.sync.protocol.answers import is_answer_signed, sign_answer
from caregiver_app.sync.protocol.batch import (
    Batch,
    ChainPlace,
    Header,
    check_batch,
    read_batch,
    sign_batch,
)
from caregiver_app.sync.protocol.entries import (
    NO_HASH,
    RESERVED,
    AddDevice,
    Create,
    DeviceKeys,
    Entry,
    Epoch,
    device_id,
    device_keys,
    envelope_info,
    read_entry,
    sign_entry,
    space_id,
)
from caregiver_app.sync.protocol.limits import Code, Refused
from caregiver_app.sync.protocol.messages import (
    CONTENT_TYPE,
    GENERATION_HEADER,
    TIME_HEADER,
    AppendRequest,
    Challenge,
    ChallengeRequest,
    DeviceHead,
    Heads,
    Mailbox,
    MailboxRequest,
    Page,
    PollAnswer,
    PollRequest,
    Pushed,
    PushRequest,
    Refusal,
    Roster,
    RosterHead,
    Seen,
    SlotRequest,
    SpaceRequest,
    Statement,
    Token,
    TokenRequest,
    Watch,
    auth_text,
    origin_of,
    packed,
    unpacked,
)
from caregiver_app.sync.protocol.roster import (
    FIRST_PLACE,
    Envelope,
    EpochFacts,
    Link,
    RosterDevice,
    RosterState,
    apply_entry,
    read_roster,
)
from caregiver_app.sync.protocol.statements import read_statement, sign_statement

__all__ = [
    "CONTENT_TYPE",
    "FIRST_PLACE",
    "GENERATION_HEADER",
    "NO_HASH",
    "RESERVED",
    "TIME_HEADER",
    "AddDevice",
    "AppendRequest",
    "Batch",
    "ChainPlace",
    "Challenge",
    "ChallengeRequest",
    "Code",
    "Create",
    "DeviceHead",
    "DeviceKeys",
    "Entry",
    "Envelope",
    "Epoch",
    "EpochFacts",
    "Header",
    "Heads",
    "Link",
    "Mailbox",
    "MailboxRequest",
    "Page",
    "PollAnswer",
    "PollRequest",
    "PushRequest",
    "Pushed",
    "Refusal",
    "Refused",
    "Role",
    "Roster",
    "RosterDevice",
    "RosterHead",
    "RosterState",
    "Seen",
    "SlotRequest",
    "SpaceRequest",
    "Statement",
    "Token",
    "TokenRequest",
    "Watch",
    "apply_entry",
    "auth_text",
    "check_batch",
    "device_id",
    "device_keys",
    "envelope_info",
    "is_answer_signed",
    "limits",
    "origin_of",
    "packed",
    "read_batch",
    "read_entry",
    "read_roster",
    "read_statement",
    "sign_answer",
    "sign_batch",
    "sign_entry",
    "sign_statement",
    "space_id",
    "unpacked",
]
