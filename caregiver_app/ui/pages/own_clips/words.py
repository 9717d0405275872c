"""What is wrong with something that was brought in: one sentence says it, and one says what to do."""

from __future__ import annotations

from caregiver_app.domain.brought_in import MOST_VOICE_SECONDS, Fault, Finding
from caregiver_app.text import Texts
from caregiver_app.ui.pages.own_clips.sizes import size_words


def place_words(t: Texts, finding: Finding) -> str:
    """The file, and the place in it."""
    if not finding.place:
        return t.isolate(finding.file)
    # Translators: a file, and a line or a field in it, such as "clip.json, at words, en, captions".
    return t("{file}, at {place}", file=t.isolate(finding.file), place=t.isolate(finding.place))


def fault_words(t: Texts, finding: Finding) -> str:
    """What is wrong, and what to do."""
    for told in (_file, _side_car, _words, _captions, _film, _recording):
        found = told(t, finding)
        if found:
            return found
    return t("It cannot be used. Ask who made it.")


def _file(t: Texts, finding: Finding) -> str:
    named = t.isolate(finding.found)
    match finding.fault:
        case Fault.MISSING:
            return t("There is no file {name}. Put it into the folder, or write its right name.", name=named)
        case Fault.OUTSIDE:
            return t(
                "{name} points to a place outside the folder. Put the file inside and write only its name.", name=named
            )
        case Fault.LINK:
            return t("{name} is only a link to another place. Put the file itself there.", name=named)
        case Fault.NO_FILE:
            return t("This is not a plain file. Copy the film there again.")
        case Fault.UNREADABLE:
            return t("It cannot be read. Is the USB stick still plugged in? Try again.")
        case Fault.TOO_LARGE:
            found, most = size_words(t, int(finding.found)), size_words(t, int(finding.wanted))
            return t(
                "It has {size}. At most {most} can be brought in. Save it smaller or shorter.", size=found, most=most
            )
        case Fault.CHECKSUM:
            return t("It is not the file that was checked: its checksum differs. Copy it again from where it was made.")
        case Fault.NO_ROOM:
            needs, free = size_words(t, int(finding.wanted)), size_words(t, int(finding.found))
            return t(
                "It needs {size}, and this computer has {free} left. Delete some large files first.",
                size=needs,
                free=free,
            )
        case Fault.NO_PICTURE_FILE:
            return t("This is not a picture. Save it as JPEG or PNG.")
    return ""


def _side_car(t: Texts, finding: Finding) -> str:
    found, wanted = t.isolate(finding.found), t.isolate(finding.wanted)
    match finding.fault:
        case Fault.NO_SIDE_CAR:
            return t("The file clip.json is missing. Put it beside the film, or bring in the film with its captions.")
        case Fault.NO_JSON:
            return t("This is not JSON. Look for a missing comma, bracket or quote at this place.")
        case Fault.NO_BLOCK:
            return t("Here must be fields between curly brackets. Compare it with the example.")
        case Fault.FORMAT:
            return t(
                "The format is {found}, but this program reads {wanted}. Write {wanted}.", found=found, wanted=wanted
            )
        case Fault.NO_FIELD:
            return t("This field is missing. Add it.")
        case Fault.WRONG_KIND:
            return t("Here stands {found}. Write it like this: {wanted}", found=found, wanted=wanted)
        case Fault.BAD_ID:
            return t(
                "{found} cannot be the name of a clip. Use only letters A to Z, figures and the dash.", found=found
            )
        case Fault.ID_TAKEN:
            return t("A clip with the name {found} was brought in before. Remove that one first.", found=found)
        case Fault.TOPIC:
            return t("There is no topic {found}. Choose one of these: {wanted}", found=found, wanted=wanted)
        case Fault.LANGUAGE:
            return t("{found} is no short name of a language. Write it like this: en, es, ar", found=found)
        case Fault.NO_MAKER:
            return t("Nobody is named who made it. Write the name of your hospice.")
        case Fault.NO_TITLE:
            return t("The title is missing. Write one.")
        case Fault.TRACK:
            return t(
                "The film has no sound number {found}. It has {wanted}, counted from 0.", found=found, wanted=wanted
            )
    return ""


def _words(t: Texts, finding: Finding) -> str:
    found, wanted = t.isolate(finding.found), t.isolate(finding.wanted)
    match finding.fault:
        case Fault.STEP_COUNT:
            return t(
                "Here are {found} steps, but there must be {wanted}. Add or remove steps.", found=found, wanted=wanted
            )
        case Fault.STEP_ORDER:
            return t("The first step must start at 0, and each one after the one before. Correct the times.")
        case Fault.STEP_OUTSIDE:
            return t(
                "This step ends at {found}, but the film ends at {wanted}. Correct the times.",
                found=found,
                wanted=wanted,
            )
        case Fault.STEP_WORDS:
            return t("Some steps have no words in any language. Write what to do in each step.")
    return ""


def _captions(t: Texts, finding: Finding) -> str:
    found, wanted = t.isolate(finding.found), t.isolate(finding.wanted)
    match finding.fault:
        case Fault.NO_CAPTIONS:
            return t("There are no captions. People must be able to watch without sound. Add them.")
        case Fault.NO_TEXT:
            return t("This is not a text in UTF-8. Save the captions as UTF-8.")
        case Fault.CAPTION_SHAPE:
            return t(
                "Here stands {found}. The times must look like this: {example}",
                found=found,
                example=t.isolate("00:01:02,500 --> 00:01:05,000"),
            )
        case Fault.CAPTION_EMPTY:
            return t("This caption has no words. Write what is said or shown, or remove it.")
        case Fault.CAPTION_ORDER:
            return t("This caption starts before the one before it ends, or it has no length. Correct the times.")
        case Fault.CAPTION_OUTSIDE:
            return t(
                "This caption ends at {found}, but the film ends at {wanted}. Correct the times.",
                found=found,
                wanted=wanted,
            )
        case Fault.CAPTION_FAST:
            return t(
                "This caption is too fast to read: {found} letters a second. At most {wanted} are good. Shorten it, or show it longer.",
                found=found, wanted=wanted,
            )  # fmt: skip
        case Fault.CAPTION_COUNT:
            return t(
                "There are {found} captions, and the clip has {wanted} steps. Write the same number of captions for each step.",
                found=found, wanted=wanted,
            )  # fmt: skip
    return ""


def _film(t: Texts, finding: Finding) -> str:
    match finding.fault:
        case Fault.PROGRAM:
            return t("This is a program and not a film. Do not open it. Ask who gave you this stick.")
        case Fault.NO_FILM:
            return t("This is not a film. Choose the film itself, or save it as MP4.")
        case Fault.NO_PICTURE:
            return t("This film has no picture, only sound. Choose a film with a picture.")
        case Fault.CUT_SHORT:
            return t("This film breaks off before its end. Copy it again from where it was made.")
        case Fault.HUGE_PICTURE:
            return t("The picture of this film is far too large. Save it in 1280 by 720 pixels.")
        case Fault.HUNG:
            return t("This film gave no answer when it was tried. Save it again as MP4, then try that one.")
        case Fault.CRASHED:
            return t("The player broke down when it tried this. Nothing was harmed. Save it again in another form.")
        case Fault.NEEDS_VLC:
            return t("This computer cannot play this film without VLC. Install VLC, or save the film as MP4.")
    return ""


def _recording(t: Texts, finding: Finding) -> str:
    found = t.isolate(finding.found)
    match finding.fault:
        case Fault.NO_LIST:
            return t("The file recordings.toml is missing. It says who spoke, when, and that they agree.")
        case Fault.NO_TOML:
            return t("This is not TOML: {found}. Correct this place.", found=found)
        case Fault.NO_RECORDING:
            return t("It names no recording. Add one block for each.")
        case Fault.NO_ENTRY:
            return t("Nobody has said that this voice may be used. Add a block for it to recordings.toml.")
        case Fault.NO_STEP:
            return t("No clip has this step in this language: {found}. Correct the block.", found=found)
        case Fault.NO_SOUND:
            return t("No voice can be heard in it. Record it again as WAV, FLAC or Opus.")
        case Fault.VOICE_ALONE:
            return t("A voice needs its list. Choose or drop the whole folder with recordings.toml in it.")
        case Fault.VOICE_BROKEN:
            return t("This recording could not be read to its end. Save it again as WAV, FLAC or Opus.")
        case Fault.VOICE_LONG:
            return t(
                "This recording is longer than {n} minutes. Record each step on its own.",
                n=t.number(MOST_VOICE_SECONDS // 60),
            )
    return ""
