"""Why received bytes were not believed; each is a type, so that the circle page can say which, and nothing is lost.

A refused batch stays with whoever sent it: the chain of that device simply ends before it on this computer until
good bytes come.
"""

from __future__ import annotations

from caregiver_app.domain.errors import CaregiverError, RelayRefused


class Unbelievable(CaregiverError):
    """Bytes that break a rule of Circle Log v1; nothing of them was kept."""


class Malformed(Unbelievable):
    """The bytes are not the array they should be; `what` names the part."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


class DuplicateKey(Malformed):
    """A map names one key twice, or is written in a way that no device of ours writes it."""


class TooDeep(Malformed):
    """Values inside values beyond what any form makes."""


class TooLarge(Unbelievable):
    """More than a batch may hold, sealed or unpacked."""


class WrongSignature(Unbelievable):
    """The signature is not that device's."""


class NotOnRoster(Unbelievable):
    """The batch names a device or a roster head that this circle does not have, or not yet."""


class BrokenChain(Unbelievable):
    """The batch does not follow the last one of its device; `is_gap` is True where some before it are missing."""

    def __init__(self, *, is_gap: bool) -> None:
        super().__init__("gap" if is_gap else "fork")
        self.is_gap = is_gap


class WrongKey(Unbelievable):
    """The content does not open with the epoch key it names, or that key is not here yet."""


class WrongEpochKey(Unbelievable):
    """An envelope holds a key that the signed roster entry does not commit to: it is not the admin's."""


class RefusedByRelay(RelayRefused):
    """A refusal with all that the relay said of it: whose device, at which number, and when to ask again."""

    def __init__(self, code: str, device: bytes = b"", at: int = 0, retry_ms: int = 0) -> None:
        super().__init__(code)
        self.device = device
        self.at = at
        self.retry_ms = retry_ms


class RosterParted(Unbelievable):
    """The relay's roster is no beginning and no continuation of the one here: it shows different circles."""


class DeviceCopied(Unbelievable):
    """The relay has batches of this device that it never wrote: its files were copied or set back."""
