"""What can be wrong with a film, a clip or a recording that somebody brings in: each fault says file, place and kind."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

MOST_FILM_BYTES = 2 * 1024**3  # ten minutes of a telephone's film are about 1.3 GB; a FAT stick holds 4
MOST_PICTURE_BYTES = 8 * 1024**2
MOST_TEXT_BYTES = 1024**2
MOST_SOUND_BYTES = 64 * 1024**2
MOST_VOICE_SECONDS = 300
TRAVELS_UP_TO_BYTES = 25 * 1024**2  # a larger film stays on this computer, also once attachments travel
MOST_CLUSTERS_A_SECOND = 17.0


class Fault(StrEnum):
    """The kinds of faults; the user interface has a sentence for each that says what is wrong and what to do."""

    # files
    MISSING = "missing"
    OUTSIDE = "outside"
    LINK = "link"
    NO_FILE = "no_file"
    UNREADABLE = "unreadable"
    TOO_LARGE = "too_large"
    CHECKSUM = "checksum"
    NO_ROOM = "no_room"
    NO_PICTURE_FILE = "no_picture_file"
    # clip.json
    NO_SIDE_CAR = "no_side_car"
    NO_JSON = "no_json"
    NO_BLOCK = "no_block"
    FORMAT = "format"
    NO_FIELD = "no_field"
    WRONG_KIND = "wrong_kind"
    BAD_ID = "bad_id"
    ID_TAKEN = "id_taken"
    TOPIC = "topic"
    LANGUAGE = "language"
    STEP_COUNT = "step_count"
    STEP_ORDER = "step_order"
    STEP_OUTSIDE = "step_outside"
    STEP_WORDS = "step_words"
    NO_TITLE = "no_title"
    NO_MAKER = "no_maker"
    TRACK = "track"
    # captions
    NO_CAPTIONS = "no_captions"
    NO_TEXT = "no_text"
    CAPTION_SHAPE = "caption_shape"
    CAPTION_EMPTY = "caption_empty"
    CAPTION_ORDER = "caption_order"
    CAPTION_OUTSIDE = "caption_outside"
    CAPTION_FAST = "caption_fast"
    CAPTION_COUNT = "caption_count"
    # the film
    PROGRAM = "program"
    NO_FILM = "no_film"
    NO_PICTURE = "no_picture"
    CUT_SHORT = "cut_short"
    HUGE_PICTURE = "huge_picture"
    HUNG = "hung"
    CRASHED = "crashed"
    NEEDS_VLC = "needs_vlc"
    # recordings
    NO_LIST = "no_list"
    NO_TOML = "no_toml"
    NO_RECORDING = "no_recording"
    NO_ENTRY = "no_entry"
    NO_STEP = "no_step"
    NO_SOUND = "no_sound"
    VOICE_ALONE = "voice_alone"
    VOICE_BROKEN = "voice_broken"
    VOICE_LONG = "voice_long"


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault: the file, the place in it ("" for the file as a whole), what was found and what was wanted."""

    fault: Fault
    file: str
    place: str = ""
    found: str = ""
    wanted: str = ""


@dataclass(frozen=True, slots=True)
class FilmFacts:
    """What a film is: seconds, pixels, how many sound tracks, and what read it ("libvlc" or "qt")."""

    seconds: float
    width: int
    height: int
    sounds: int
    engine: str


@dataclass(frozen=True, slots=True)
class VoiceFacts:
    """A recording: seconds, and the gain in dB that was put on it."""

    seconds: float
    gain_db: float
