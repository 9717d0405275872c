"""What to tell a person when something goes wrong: each error type has a title and what to do. Only here are its words."""

from __future__ import annotations

from caregiver_app.domain import errors
from caregiver_app.domain.words import N_
from caregiver_app.text import Texts

_PLAIN_SERVICES = (N_("the network"), N_("a cloud drive"), N_("a roaming profile"))  # the others are names


def sentence_for(t: Texts, error: errors.CaregiverError) -> tuple[str, str]:
    """Title and body, in plain words, for an error; the body says what to do and what is not lost."""
    for told in (_opening, _disk, _values, _backup, _sharing, _content):
        found = told(t, error)
        if found is not None:
            return found
    return t("Something did not work."), t("Nothing that was saved is lost. Please try again.")


def _opening(t: Texts, error: errors.CaregiverError) -> tuple[str, str] | None:
    match error:
        case errors.WrongUnlockSheet():
            return t("This sheet does not open the program."), t("Is there a newer sheet? Only the newest one works.")
        case errors.WrongPassphrase(tries_left=0):
            return t("The PIN is off for now."), t("Use your passphrase to unlock.")
        case errors.WrongPassphrase(tries_left=int(left)) if left:
            return t("That PIN does not fit."), t.plural(
                "You can try {n} more time.", "You can try {n} more times.", left
            )
        case errors.WrongPassphrase(wait_s=wait) if wait >= 1:
            seconds = int(wait + 0.999)
            return t("That passphrase does not fit."), t.plural(
                "Wait {n} second, then try again. Nothing is ever deleted.",
                "Wait {n} seconds, then try again. Nothing is ever deleted.",
                seconds,
            )
        case errors.WrongPassphrase():
            return t("That passphrase does not fit."), t("Check capital letters and the keyboard language. Try again.")
        case errors.WeakPassphrase():
            return t("Please choose another passphrase."), t("An empty one, or your own name, protects nothing.")
        case errors.MistypedCode(group=int(group)):
            return t("One group of letters is not right."), t("Look again at group {n}.", n=group + 1)
        case errors.MistypedCode():
            return t("The code is too short or too long."), t("Compare it with the paper, group by group.")
        case errors.DamagedWrapFiles():
            return t("The key files on this computer are damaged."), t(
                "Your entries are still there. Get them back from a backup: choose Restore a backup."
            )
        case errors.DamagedVault():
            return t("A file with your entries is damaged."), t(
                "It was left as it is. Get your entries back from a backup, or from another computer in the care circle."
            )
        case errors.NewerVault():
            return t("A newer version of this program made these files."), t(
                "They were not changed. Install the newest version on this computer, then open them again."
            )
        case errors.UnsuitableHome(service=service):
            named = t(service) if service in _PLAIN_SERVICES else service
            return t("This folder is shared by {service}.", service=named), t(
                "Files that are copied while in use get damaged. Choose a folder that stays on this computer."
            )
        case errors.AlreadyOpen():
            return t("The program is already open."), t("Look for its window on this computer.")
        case errors.NoSuchPerson():
            return t("This person is not on this computer any more."), t("Choose another name.")
        case errors.VaultLocked():
            return t("The program is locked."), t("Unlock it and try again. What you wrote before is saved.")
    return None


def _disk(t: Texts, error: errors.CaregiverError) -> tuple[str, str] | None:
    match error:
        case errors.DiskFull():
            return t("The disk is full, so this was not saved."), t(
                "Delete some large files, then save again. Your words are still here."
            )
        case errors.ReadOnlyHome():
            return t("This folder cannot be written, so nothing was saved."), t(
                "Choose another folder or ask who looks after this computer."
            )
    return None


def _values(t: Texts, error: errors.CaregiverError) -> tuple[str, str] | None:
    match error:
        case errors.TimeInFuture():
            return t("This time has not come yet."), t("Choose a time up to now. Is the clock of this computer right?")
        case errors.TooFarAhead(days=days):
            return t("Choose another day."), t.plural(
                "It must be tomorrow.", "It must be one of the next {n} days, from tomorrow on.", days
            )
        case errors.UnreadableValue(field="temp_as_f"):
            return t("This is too high for °C."), t("Is it in °F? Then choose °F.")
        case errors.UnreadableValue(field="temp_as_c"):
            return t("This is too low for °F."), t("Is it in °C? Then choose °C.")
        case errors.UnreadableValue(field="temp_c"):
            return t("This temperature cannot be right."), t("Type a number from 30 to 45 in °C, or 86 to 113 in °F.")
        case errors.UnreadableValue():
            return t("This number cannot be read."), t("Choose a whole number from 0 to 10.")
        case errors.MissingAnswer(field="who"):
            return t("Who answered?"), t("Choose who answered. Then save again.")
        case errors.MissingAnswer(field="reason"):
            return t("Why do you change it?"), t("Write a few words. The old entry stays visible.")
        case errors.MissingAnswer(field="label"):
            return t("Which medicine was it?"), t("Write the name from the label.")
        case errors.MissingAnswer():
            return t("There is nothing to save yet."), t("Answer one question or write a note.")
        case errors.TextTooLong():
            return t("This text is too long."), t("Shorten it, then save again. Your words are still here.")
        case errors.NothingToUndo():
            return t("This was changed by someone since."), t("Open the entry to correct it.")
    return None


def _backup(t: Texts, error: errors.CaregiverError) -> tuple[str, str] | None:
    match error:
        case errors.DamagedBackup():
            return t("This backup is damaged."), t("Choose another one. Older backups are further down in the list.")
        case errors.NotABackup():
            return t("This file is not a backup of this program."), t("Choose a file that this program has made.")
    return None


def _sharing(t: Texts, error: errors.CaregiverError) -> tuple[str, str] | None:
    match error:
        case errors.RelayUnreachable():
            return t("The relay cannot be reached."), t(
                "Everything is saved here and waits. Check the address and the network."
            )
        case errors.RelayNonsense():
            return t("The relay gave an answer that makes no sense."), t(
                "Nothing of it was kept. Everything is saved here and waits."
            )
        case errors.RelayRefused():
            return t("The relay refused this."), t("Everything is saved here. Ask who looks after the relay.")
        case errors.CodeBurnt():
            return t("This invitation can no longer be used."), t(
                "Ask for a new one. Each code works one time, for 24 hours."
            )
        case errors.NotAllowed():
            return t("Your role in the care circle does not allow this."), t("Ask the lead caregiver.")
    return None


def _content(t: Texts, error: errors.CaregiverError) -> tuple[str, str] | None:
    if isinstance(error, errors.ContentError):
        return t("A part of this program cannot be read."), t(
            "Install the program again. Your entries are not touched."
        )
    if isinstance(error, errors.UnusableClip):
        return t("This clip cannot be used."), t("Nothing of it was kept. Ask who made it.")
    if isinstance(error, errors.ClipInUse):
        return t("This clip is still open."), t("Nothing was removed. Close the clip, then try again.")
    return None
