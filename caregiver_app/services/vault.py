"""What a person can do with their vault: begin, unlock, change its keys, share this computer."""

from __future__ import annotations

from collections.abc import Callable, Collection
from contextlib import suppress
from pathlib import Path

from caregiver_app.domain.errors import CaregiverError, WeakPassphrase, WrongPassphrase
from caregiver_app.domain.person import PersonOnDevice
from caregiver_app.domain.records import Changes, Plain, Topic
from caregiver_app.domain.time import Instant
from caregiver_app.storage import vault as stored
from caregiver_app.storage.home import Home
from caregiver_app.storage.keys import Argon, NightPin, calibrated, is_pin
from caregiver_app.storage.space import Space
from caregiver_app.storage.vault import Vault

PEOPLE: Changes = frozenset({Topic.PEOPLE})
SETTINGS: Changes = frozenset({Topic.SETTINGS})
NOTHING: Changes = frozenset()

BACKUP_CLOCK = "backup_clock_began"
_NAME, _TITLE, _SHEET_TRIED, _NIGHT_PIN = "name", "title", "sheet_tried", "night_pin"

Found = Callable[[Vault, Instant], object]  # makes the circle of a first patient (services.circle)
Admit = Callable[[Vault, Vault, Instant], object]  # signs a second person into the rosters (services.circle)
OwnSpaces = Collection[bytes]


# ---- beginning and unlocking -----------------------------------------------------------------
def people(home: Path) -> tuple[PersonOnDevice, ...]:
    """Everyone who can unlock this computer, by the short name that is readable before."""
    return Home(home).people()


def begin(
    home: Path, name: str, passphrase: str, found: Found, now: Instant, cost: Argon | None = None
) -> tuple[Vault, str]:
    """Make a vault for a new person and the circle of their patient; returns it open, and the unlock sheet's words.

    Takes about two seconds, one to measure this computer. Raises WeakPassphrase, DiskFull, ReadOnlyHome; then nothing
    of it is left behind.
    """
    place = Home(home)
    place.prepare()
    _refuse_weak(passphrase, name)
    vault, sheet = stored.create_person(place, name.strip(), passphrase, cost or calibrated())
    try:
        describe_me(vault, name.strip(), "")
        vault.keyring.put_setting(BACKUP_CLOCK, [now.utc_ms, now.offset_min])
        found(vault, now)
    except BaseException:
        vault.close()
        stored.remove_person(place, vault.person.person_id)
        raise
    return vault, sheet


def _refuse_weak(passphrase: str, name: str) -> None:
    """No rules but two: something must be there, and it must not be the name that the lock screen shows."""
    if not passphrase.strip() or passphrase.strip().casefold() == name.strip().casefold():
        raise WeakPassphrase


def unlock(home: Path, person_id: str, passphrase: str, now: Instant, found: Found | None = None) -> Vault:
    """Open a vault by passphrase; `found` makes up for a first run that was cut short before there was a circle.

    Raises WrongPassphrase with seconds to wait, DamagedWrapFiles, DamagedVault, NewerVault, NoSuchPerson.
    `lost_spaces` of the vault names the spaces whose file is damaged: a backup may have them.
    """
    return _completed(stored.unlock(Home(home), person_id, passphrase, now.utc_ms), now, found)


def unlock_with_sheet(home: Path, person_id: str, typed: str, now: Instant, found: Found | None = None) -> Vault:
    """Open a vault by the unlock sheet; `set_passphrase` comes next. Raises also MistypedCode, WrongUnlockSheet."""
    return _completed(stored.unlock_by_sheet(Home(home), person_id, typed, now.utc_ms), now, found)


def unlock_with_pin(home: Path, person_id: str, night_pin: NightPin, pin: str, now_s: float) -> Vault:
    """Open again by the night PIN. Raises WrongPassphrase with the tries that are left, 0 once the key is forgotten.

    The PIN is one person's (`night_pin.person_id`); for anyone else it is no way in.
    """
    if night_pin.person_id != person_id:
        raise WrongPassphrase(tries_left=0)
    return stored.unlock_by_key(Home(home), person_id, night_pin.opened(pin, now_s))


def _completed(vault: Vault, now: Instant, found: Found | None) -> Vault:
    if found is None or vault.keyring.space_keys():
        return vault
    try:
        found(vault, now)
    except BaseException:
        vault.close()
        raise
    return vault


# ---- passphrase, sheet, PIN ------------------------------------------------------------------
def change_passphrase(vault: Vault, old: str, new: str, cost: Argon | None = None) -> Changes:
    """Once this returns, only the new passphrase opens the vault. Raises WrongPassphrase, WeakPassphrase, DiskFull."""
    _refuse_weak(new, vault.person.short_name)
    vault.change_passphrase(old, new, cost)
    return SETTINGS


def set_passphrase(vault: Vault, new: str, cost: Argon | None = None) -> Changes:
    """A new passphrase after the unlock sheet opened the vault. Raises WeakPassphrase, DiskFull."""
    _refuse_weak(new, vault.person.short_name)
    vault.reset_passphrase(new, cost or calibrated())
    return SETTINGS


def new_sheet(vault: Vault) -> str:
    """A new unlock sheet, as printed; the old one opens nothing any more, and the new one has not been tried yet."""
    vault.keyring.put_setting(_SHEET_TRIED, None)
    return vault.new_sheet()


def try_sheet(vault: Vault, typed: str, now: Instant) -> bool:
    """True where the sheet, typed as it was printed, opens this vault. Raises MistypedCode with the group at fault."""
    opens = vault.is_sheet(typed)
    if opens:
        vault.keyring.put_setting(_SHEET_TRIED, [now.utc_ms, now.offset_min])
    return opens


def sheet_was_tried(vault: Vault) -> bool:
    """True where the sheet that is good now was tried once."""
    return vault.keyring.setting(_SHEET_TRIED) is not None


def set_night_pin(vault: Vault, pin: str | None) -> Changes:
    """Keep six digits, inside the vault, for the nights to come; None takes them back. Raises WeakPassphrase."""
    if pin is not None and not is_pin(pin):
        raise WeakPassphrase
    vault.keyring.put_setting(_NIGHT_PIN, pin)
    return SETTINGS


def fits_as_pin(typed: str) -> bool:
    """True for exactly six digits."""
    return is_pin(typed)


def has_night_pin(vault: Vault) -> bool:
    """True where the person has set a night PIN."""
    return vault.keyring.setting(_NIGHT_PIN) is not None


def night_pin(vault: Vault, unlocked_s: float, cost: Argon | None = None) -> NightPin | None:
    """What the running program keeps in memory when the vault locks; None where no PIN is set or nothing is open.

    `unlocked_s` is when the vault was last opened in full, in the seconds of the same clock as at `unlock_with_pin`.
    """
    pin = vault.keyring.setting(_NIGHT_PIN) if vault.is_open else None
    return vault.night_pin(pin, unlocked_s, cost) if isinstance(pin, str) else None


# ---- people on this computer -----------------------------------------------------------------
def describe_me(vault: Vault, name: str, title: str) -> Changes:
    """The person's full name and work title, kept in the vault."""
    vault.keyring.put_setting(_NAME, name)
    vault.keyring.put_setting(_TITLE, title)
    return PEOPLE


def me(vault: Vault) -> tuple[str, str]:
    """The person's full name and work title."""
    return str(vault.keyring.setting(_NAME) or vault.person.short_name), str(vault.keyring.setting(_TITLE) or "")


def add_person(
    vault: Vault,
    name: str,
    passphrase: str,
    admit: Admit,
    now: Instant,
    space_ids: OwnSpaces | None = None,
    cost: Argon | None = None,
) -> str:
    """A second person on this computer, with a passphrase and device keys of their own, for the same patient.

    The unlocked person hands over the file keys of `space_ids` (all shared ones by default); no relay is needed.
    Returns the second person's unlock sheet. On any error nothing of the second person is left behind.
    """
    _refuse_weak(passphrase, name)
    second, sheet = stored.create_person(vault.home, name.strip(), passphrase, cost or calibrated())
    try:
        describe_me(second, name.strip(), "")
        second.keyring.put_setting(BACKUP_CLOCK, [now.utc_ms, now.offset_min])
        for space_id, file_key in vault.keyring.space_keys().items():
            if space_ids is None or space_id in space_ids:
                second.adopt_space(space_id, file_key)
        admit(vault, second, now)
        second.close()
    except BaseException:
        second.close()
        stored.remove_person(vault.home, second.person.person_id)
        raise
    return sheet


def remove_me(vault: Vault, passphrase: str) -> None:
    """Take the unlocked person off this computer; the vault is closed. Others keep their access to shared spaces.

    Raises WrongPassphrase. What backups and other devices hold stays there, and the page says so.
    """
    vault.confirm_passphrase(passphrase)
    home, person_id = vault.home, vault.person.person_id
    vault.close()
    stored.remove_person(home, person_id)
    if not home.people():
        home.drop_spaces()  # nobody is left who could open them


def rename_me(vault: Vault, short_name: str) -> Changes:
    """Change the short name by which the person picks themself on the lock screen."""
    vault.home.rename_person(vault.person.person_id, short_name.strip())
    return PEOPLE


# ---- unfinished forms and settings -----------------------------------------------------------
def keep_draft(vault: Vault, key: str, value: Plain, now: Instant) -> Changes:
    """Keep an unfinished form in the vault; None once it is finished."""
    vault.keyring.put_draft(key, value, now)
    return NOTHING


def save_form(vault: Vault, key: str, form: Plain, save: Callable[[Space], Changes], now: Instant) -> Changes:
    """Save a finished form and forget its draft; where saving fails, keep `form` as the draft, for its page may be gone.

    A draft that could not be forgotten is no failure: what was saved is never told as lost, and so saved twice.
    """
    try:
        changes = save(next(iter(vault.spaces)))
    except CaregiverError:
        with suppress(CaregiverError):
            keep_draft(vault, key, form, now)
        raise
    with suppress(CaregiverError):
        keep_draft(vault, key, None, now)
    return changes


def draft(vault: Vault, key: str) -> tuple[Plain, Instant] | None:
    """An unfinished form and when it was left."""
    return vault.keyring.draft(key)


def drafts(vault: Vault) -> tuple[str, ...]:
    """The keys of all unfinished forms, newest first."""
    return vault.keyring.drafts()


def setting(vault: Vault, key: str, default: Plain = None) -> Plain:
    """One of the person's own settings."""
    return vault.keyring.setting(f"own:{key}", default)


def set_setting(vault: Vault, key: str, value: Plain) -> Changes:
    """Keep one of the person's own settings; None drops it."""
    vault.keyring.put_setting(f"own:{key}", value)
    return SETTINGS
