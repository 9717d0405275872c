"""Speech at one loudness; a person's recording before the computer's voice, and never for words that have changed."""

from __future__ import annotations

import shutil
import wave
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("av")

from videos.studio import kokoro
from videos.studio.loudness import PEAK, RATE, TARGET_LUFS, Sound, decibels, levelled, measured, trimmed
from videos.studio.narration import Narrator, language_voices, voice_of
from videos.studio.recordings import Recordings, text_hash

WORDS = "Lower the head of the bed."
needs_espeak = pytest.mark.skipif(shutil.which("espeak-ng") is None, reason="espeak-ng is not installed")


def tone(seconds: float, level: float = 0.05, pitch: float = 300.0) -> Sound:
    at = np.arange(round(seconds * RATE)) / RATE
    return (level * np.sin(2 * np.pi * pitch * at)).astype(np.float32)


def recorded(folder: Path, text: str = WORDS, entry: bool = True) -> Path:
    path = folder / "en" / "P2" / "1.wav"
    path.parent.mkdir(parents=True, exist_ok=True)
    quiet = np.zeros(RATE, np.float32)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes((np.concatenate([quiet, tone(2), quiet]) * 32767).astype(np.int16).tobytes())
    block = f'[[recording]]\nlanguage = "en"\nclip = "P2"\nstep = 1\nwho = "Maria"\nwhen = 2026-11-20\nconsent = "signed"\ntext_sha256 = "{text_hash(text)}"\n'
    (folder / "recordings.toml").write_text(block if entry else "")
    return folder


@pytest.mark.parametrize("level", [0.01, 0.1, 0.9])
def test_speech_is_brought_to_one_loudness_below_the_peak(level: float) -> None:
    made = levelled(tone(2, level))
    assert measured(np.pad(made, (0, RATE))) == pytest.approx(TARGET_LUFS, abs=0.6)
    assert float(np.abs(made).max()) <= PEAK + 1e-6


def test_a_sharp_sound_is_held_below_the_peak_and_keeps_its_length() -> None:
    sharp = tone(2, 0.01)
    sharp[RATE] = 1.0
    made = levelled(sharp)
    assert float(np.abs(made).max()) <= PEAK + 1e-6
    assert len(made) == len(sharp)


def test_silence_stays_silence() -> None:
    silence = np.zeros(RATE, np.float32)
    assert not levelled(silence).any()
    assert decibels(silence) < -100


def test_the_silence_around_speech_is_cut() -> None:
    around = np.pad(tone(1), RATE)
    assert len(trimmed(around)) / RATE == pytest.approx(1.05, abs=0.02)


def test_a_recording_comes_before_the_computers_voice(tmp_path: Path) -> None:
    said: list[str] = []
    spoken = Narrator(tmp_path / "cache", Recordings(recorded(tmp_path / "r")), said.append).speak("P2", "en", 1, WORDS)
    assert (spoken.voice.name, spoken.voice.is_computer) == ("Maria", False)
    assert spoken.seconds == pytest.approx(2.05, abs=0.05)
    assert measured(np.pad(spoken.samples, (0, RATE))) == pytest.approx(TARGET_LUFS, abs=0.6)
    assert said == []


def test_a_recording_of_other_words_is_stale(tmp_path: Path) -> None:
    found = Recordings(recorded(tmp_path, text="Raise the head of the bed.")).of("en", "P2", 1, WORDS)
    assert found.samples is None
    assert found.problem.startswith("recordings/en/P2/1.wav: it is stale")


def test_a_recording_without_consent_is_not_used_and_what_to_add_is_said(tmp_path: Path) -> None:
    found = Recordings(recorded(tmp_path, entry=False)).of("en", "P2", 1, WORDS)
    assert found.samples is None
    assert "consent" in found.problem
    assert text_hash(WORDS) in found.problem


def test_a_file_that_is_no_sound_is_named(tmp_path: Path) -> None:
    (recorded(tmp_path) / "en" / "P2" / "1.wav").write_bytes(b"MZ no sound")
    assert "it cannot be played" in Recordings(tmp_path).of("en", "P2", 1, WORDS).problem


def test_a_block_without_consent_is_refused_with_its_place(tmp_path: Path) -> None:
    path = recorded(tmp_path) / "recordings.toml"
    path.write_text(path.read_text().replace('consent = "signed"\n', ""))
    with pytest.raises(ValueError, match=r"recording 1: consent is missing"):
        Recordings(tmp_path)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b'[recording]\nlanguage = "en"\n', "recording is no list of blocks. Begin each with [[recording]]"),
        (b"recording = [1, 2]\n", "recording is no list of blocks"),
        (b"[[recording]]\nlanguage = \n", "it cannot be read: Invalid value"),
        ("[[recording]]\nwho = \"Jos\u00e9\"\n".encode("latin-1"), "it cannot be read: 'utf-8'"),
        (b"recording = " + b"[" * 5_000, "it cannot be read"),
        (b'[[recording]]\nlanguage = "en"\nclip = "P2"\nstep = true\n', "recording 1: step is missing or of the wrong kind"),
    ],
)  # fmt: skip
def test_a_list_of_recordings_that_is_none_is_told_with_its_file(tmp_path: Path, text: bytes, said: str) -> None:
    (tmp_path / "recordings.toml").write_bytes(text)
    with pytest.raises(ValueError, match=r"^videos/recordings/recordings\.toml") as told:
        Recordings(tmp_path)
    assert said in str(told.value)


def test_what_lies_in_the_folder_and_belongs_to_no_step_is_named(tmp_path: Path) -> None:
    folder = recorded(tmp_path)
    shutil.copy(folder / "en" / "P2" / "1.wav", folder / "en" / "P2" / "intro.wav")
    said = [str(each) for each in Recordings(folder).problems({("en", "P2", 1): WORDS})]
    assert len(said) == 1
    assert said[0].startswith("videos/recordings/en/P2/intro.wav: no clip has this step.")
    assert len(list(Recordings(folder).problems({}))) == 3


def test_every_language_we_ship_has_a_voice_and_another_says_where_to_add_it() -> None:
    assert set(language_voices()) >= {"en", "es", "fr", "ar", "hi"}
    with pytest.raises(ValueError, match=r"voices\.toml, xx: no voice is chosen"):
        voice_of("xx")


@needs_espeak
def test_the_computers_voice_is_labelled_and_the_same_each_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kokoro, "engine", lambda: None)
    narrator = Narrator(tmp_path / "cache", Recordings(tmp_path / "none"))
    first = narrator.speak("P2", "en", 1, WORDS)
    again = Narrator(tmp_path / "other", Recordings(tmp_path / "none")).speak("P2", "en", 1, WORDS)
    assert first.voice.is_computer
    assert "espeak-ng" in first.voice.name
    assert np.array_equal(first.samples, again.samples)
    assert np.array_equal(first.samples, narrator.speak("P2", "en", 1, WORDS).samples)
    assert narrator.speak("P2", "en", 1, WORDS, 1.15).seconds < first.seconds


class Singer:
    """Kokoro's place: a tone as long as the text."""

    def say(self, text: str, _voice: str, _espeak: str, rate: float) -> Sound:
        return tone(len(text) / 10 / rate)[::2].copy()


@needs_espeak
def test_kokoro_speaks_where_it_is_installed_and_the_language_has_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kokoro, "engine", Singer)
    narrator = Narrator(tmp_path / "cache", Recordings(tmp_path / "none"))
    assert narrator.speak("P2", "en", 1, WORDS).voice.name == "Kokoro af_heart"
    assert narrator.speak("P2", "ar", 1, "أَخْفِضْ رَأْسَ السَّرِيرِ.").voice.name == "espeak-ng ar"


@needs_espeak
def test_where_kokoro_is_missing_espeak_speaks_and_that_is_said_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kokoro, "engine", lambda: None)
    said: list[str] = []
    narrator = Narrator(tmp_path / "cache", Recordings(tmp_path / "none"), said.append)
    assert [narrator.speak("P2", "en", n, WORDS).voice.name for n in (1, 2)] == ["espeak-ng en-us"] * 2
    assert len(said) == 1
    assert said[0].startswith("en: Kokoro is not installed")


@needs_espeak
def test_words_become_sounds_that_kokoro_was_taught() -> None:
    assert kokoro.spelled("Check the bed, slowly.", "en-us") == "ʧˈɛk ðə bˈɛd, slˈOli."
    assert kokoro.spelled("बिस्तर नीचे करें।", "hi").endswith(".")
    assert "-" not in kokoro.spelled("Baissez la tête du lit.", "fr-fr")
