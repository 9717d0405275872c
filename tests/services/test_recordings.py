"""Recordings of a voice: brought in with consent, levelled once, stale when the words change, taken away again."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from caregiver_app import locations
from caregiver_app.content.clips import load_clips
from caregiver_app.content.recordings import text_hash
from caregiver_app.domain.brought_in import Fault, VoiceFacts
from caregiver_app.domain.clips import Clip
from caregiver_app.domain.errors import DiskFull, UnusableClip
from caregiver_app.services import recordings as service
from caregiver_app.services.recordings import bring_recordings, recordings, remove_recordings
from tests.services.hospices import everything_in, only, recordings_folder, said, shipped

ALL = tuple(range(1, 9))


def levelled(recording: Path, folder: Path, _shown: str, _awaited: object = None) -> VoiceFacts:
    """A level that takes no time; the real one is tried in test_probing."""
    shutil.copy(recording, folder / "sound.wav")
    return VoiceFacts(4.2, 3.0)


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return tmp_path / "home" / "own-clips"


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    return tmp_path / "stick"


def clip_with(own: Path) -> Clip:
    clip = load_clips(locations.videos(), own).clip("M2")
    assert clip is not None
    return clip


def refused(own: Path, folder: Path) -> UnusableClip:
    with pytest.raises(UnusableClip) as told:
        bring_recordings(own, folder, shipped(), level=levelled)
    assert everything_in(own) == []
    return told.value


def test_a_recording_replaces_the_computers_voice_of_its_step(own: Path, stick: Path) -> None:
    assert bring_recordings(own, recordings_folder(stick, (1, 3)), shipped(), level=levelled) == 2
    shutil.rmtree(stick)
    clip = clip_with(own)
    assert set(clip.recorded("en")) == {1, 3}
    one = clip.recorded("en")[1]
    assert (one.who, one.when, one.consent, one.length_s, one.is_stale) == ("Ana, nurse", "2026-11-20", "signed", 4.2, False)
    assert one.sound.is_file()
    assert (own / "recordings" / "en" / "M2" / "1.opus").is_file()  # as it came, for the studio
    sound = clip.sound_in("en")
    assert sound is not None
    assert sound.is_computer_voice  # for the steps that nobody read


def test_a_language_that_was_read_whole_has_no_computers_voice(own: Path, stick: Path) -> None:
    bring_recordings(own, recordings_folder(stick, ALL), shipped(), level=levelled)
    sound = clip_with(own).sound_in("en")
    assert sound is not None
    assert (sound.voice, sound.is_computer_voice) == ("Ana, nurse", False)


def test_a_recording_for_older_words_is_kept_marked_and_not_played(own: Path, stick: Path) -> None:
    old = recordings_folder(stick, (1,), text_sha256=text_hash("Read what it says."))
    bring_recordings(own, old, shipped(), level=levelled)
    clip = clip_with(own)
    assert clip.recorded("en") == {}
    assert [(r.step, r.is_stale) for r in recordings(own, shipped())] == [(1, True)]
    assert clip.sound_in("en") == shipped().clip("M2").sound_in("en")  # type: ignore[union-attr]


def test_blanks_do_not_make_words_older(own: Path, stick: Path) -> None:
    spaced = "  " + said(1).replace(" ", "  ") + "\n"
    bring_recordings(own, recordings_folder(stick, (1,), text_sha256=text_hash(spaced)), shipped(), level=levelled)
    assert set(clip_with(own).recorded("en")) == {1}


def test_a_step_that_is_read_again_replaces_the_first_recording(own: Path, stick: Path) -> None:
    bring_recordings(own, recordings_folder(stick / "one", (1, 2)), shipped(), level=levelled)
    again = recordings_folder(stick / "two", (1,), who="Ben")
    (again / "en" / "M2" / "1.opus").rename(again / "en" / "M2" / "1.flac")
    bring_recordings(own, again, shipped(), level=levelled)
    assert {step: r.who for step, r in clip_with(own).recorded("en").items()} == {1: "Ben", 2: "Ana, nurse"}
    kept = [path.name for path in (own / "recordings" / "en" / "M2").iterdir()]
    assert sorted(kept) == ["1.flac", "2.opus"]


def test_removing_them_brings_the_computers_voice_back(own: Path, stick: Path) -> None:
    bring_recordings(own, recordings_folder(stick, ALL), shipped(), level=levelled)
    remove_recordings(own, "en", "M2")
    assert clip_with(own) == shipped().clip("M2")
    assert everything_in(own) == ["recordings/kept.json", "recordings/recordings.toml"]


@pytest.mark.parametrize(
    ("changes", "fault", "place"),
    [
        ({"who": None}, Fault.NO_FIELD, "recording 1, who"),
        ({"consent": ""}, Fault.NO_FIELD, "recording 1, consent"),
        ({"step": "one"}, Fault.WRONG_KIND, "recording 1, step"),
        ({"step": 99}, Fault.NO_STEP, "recording 1"),
        ({"language": "../../etc"}, Fault.NO_STEP, "recording 1"),
        ({"clip": "P99"}, Fault.NO_STEP, "recording 1"),
        ({"step": 2}, Fault.MISSING, "recording 1"),
    ],
)
def test_a_list_with_a_mistake_names_the_block(
    own: Path, stick: Path, changes: dict[str, Any], fault: Fault, place: str
) -> None:
    found = only(refused(own, recordings_folder(stick, (1,), **changes)))
    assert (found.fault, found.file, found.place) == (fault, "recordings.toml", place)


def test_a_list_nested_too_deep_is_told(own: Path, stick: Path) -> None:
    recordings_folder(stick)
    (stick / "recordings.toml").write_text("recording = " + "[" * 50_000)
    found = only(refused(own, stick))
    assert (found.fault, found.file) == (Fault.NO_TOML, "recordings.toml")


def test_what_is_no_sound_is_told_and_the_good_ones_are_not_kept_either(own: Path, stick: Path) -> None:
    folder = recordings_folder(stick, (1, 2))
    (folder / "en" / "M2" / "2.opus").write_bytes(b"MZ this is no voice")
    with pytest.raises(UnusableClip) as told:
        bring_recordings(own, folder, shipped())  # looked at by another process
    assert (only(told.value).fault, only(told.value).file) == (Fault.NO_SOUND, "en/M2/2.opus")
    assert everything_in(own) == []


def test_a_disk_that_fills_up_leaves_the_recordings_as_they_were(
    own: Path, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring_recordings(own, recordings_folder(stick, (1,)), shipped(), level=levelled)
    before = {name: (own / name).read_bytes() for name in everything_in(own)}

    def full(_path: Path, _data: bytes) -> None:
        raise DiskFull

    monkeypatch.setattr(service, "write_durably", full)
    with pytest.raises(DiskFull):
        bring_recordings(own, recordings_folder(stick, (1, 2), who="Ruth"), shipped(), level=levelled)
    assert {name: (own / name).read_bytes() for name in everything_in(own)} == before


def test_stopping_between_two_recordings_keeps_neither(own: Path, stick: Path) -> None:
    class Stopped(Exception):
        pass

    def stop(share: float) -> None:
        if share > 0.5:
            raise Stopped

    with pytest.raises(Stopped):
        bring_recordings(own, recordings_folder(stick, (1, 2)), shipped(), stop, levelled)
    assert everything_in(own) == []


def test_what_is_kept_can_be_handed_to_the_studio_as_it_is(own: Path, stick: Path) -> None:
    pytest.importorskip("av")
    from videos.studio.recordings import Recordings

    who = 'Ana "Anita" López \x7f'
    bring_recordings(own, recordings_folder(stick, (1, 3), who=who), shipped(), level=levelled)
    studio = Recordings(own / "recordings")
    found = studio.of("en", "M2", 3, said(3))
    assert (found.who, found.problem) == (who, "")
    assert found.samples is not None
    assert list(studio.problems({("en", "M2", step): said(step) for step in (1, 3)})) == []
    assert studio.of("en", "M2", 3, "Other words.").problem.startswith("recordings/en/M2/3.opus: it is stale")
    remove_recordings(own, "en", "M2")
    assert list(Recordings(own / "recordings").problems({})) == []


def test_a_kept_list_with_an_odd_day_does_not_hinder_the_next(own: Path, stick: Path) -> None:
    bring_recordings(own, recordings_folder(stick, (1,)), shipped(), level=levelled)
    kept = own / "recordings" / "kept.json"
    kept.write_text(kept.read_text().replace('"2026-11-20"', "3"))
    bring_recordings(own, recordings_folder(stick.with_name("other"), (2,)), shipped(), level=levelled)
    assert (own / "recordings" / "recordings.toml").read_text().count("[[recording]]") == 1
    remove_recordings(own, "en", "M2")
    assert clip_with(own) == shipped().clip("M2")


def test_a_sound_without_consent_is_named_and_nothing_is_kept(own: Path, stick: Path) -> None:
    folder = recordings_folder(stick, (1,))
    shutil.copy(folder / "en" / "M2" / "1.opus", folder / "en" / "M2" / "2.wav")
    found = only(refused(own, folder))
    assert (found.fault, found.file) == (Fault.NO_ENTRY, "en/M2/2.wav")


@pytest.mark.parametrize(("text", "fault"), [("", Fault.NO_RECORDING), ("[[recording", Fault.NO_TOML), ("recording = 3", Fault.NO_RECORDING)])
def test_a_list_that_cannot_be_read_is_told(own: Path, stick: Path, text: str, fault: Fault) -> None:
    folder = recordings_folder(stick, ())
    (folder / "recordings.toml").write_text(text)
    assert only(refused(own, folder)).fault is fault


def test_a_recording_that_is_a_link_is_refused(own: Path, stick: Path) -> None:
    folder = recordings_folder(stick, (1,))
    sound = folder / "en" / "M2" / "1.opus"
    sound.rename(stick / "elsewhere.opus")
    sound.symlink_to(stick / "elsewhere.opus")
    assert only(refused(own, folder)).fault is Fault.LINK


@pytest.mark.parametrize("text", ["", "[]", '{"format": 1, "recordings": [3, {"language": "en"}]}', '{"format": 2}'])
def test_a_kept_list_that_was_damaged_hides_no_clip(own: Path, text: str) -> None:
    (own / "recordings").mkdir(parents=True)
    (own / "recordings" / "kept.json").write_text(text)
    assert clip_with(own) == shipped().clip("M2")
