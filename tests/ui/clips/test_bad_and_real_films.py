"""Real films of many kinds are brought in through the page; each bad one is told in words: the file, the place, what to do."""

from __future__ import annotations

import json
import shutil
import sys
import time
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from caregiver_app.content.clips import load_clips
from caregiver_app.services import own_clips as service
from caregiver_app.services import probing
from caregiver_app.ui.pages.own_clips.page import OwnClipsPage
from tests.services.hospices import block, clip_folder, everything_in, film_and_captions, recordings_folder, srt
from tests.ui.clips.own_pages import PATIENCE_MS, OpenPage, own_of, words_on
from tests.ui.harness import settle

KINDS = {
    "mp4": ("libx264", "aac"), "mov": ("libx264", "aac"), "webm": ("libvpx", "libopus"), "mkv": ("mpeg4", "flac"),
    "avi": ("mpeg4", "pcm_s16le"), "mpg": ("mpeg2video", "mp2"),
}  # fmt: skip


def film(path: Path, video: str, audio: str, seconds: int = 10) -> Path:
    """A small film: grey that becomes lighter, and a quiet hum."""
    av = pytest.importorskip("av")
    np = pytest.importorskip("numpy")
    path.parent.mkdir(parents=True, exist_ok=True)
    with av.open(str(path), "w") as container:
        picture = container.add_stream(video, rate=25)
        picture.width, picture.height, picture.pix_fmt = 320, 180, "yuv420p"
        sound = container.add_stream(audio, rate=48_000)
        for number in range(seconds * 25):
            frame = av.VideoFrame.from_ndarray(np.full((180, 320, 3), 40 + number % 200, np.uint8), "rgb24")
            container.mux(picture.encode(frame))
        container.mux(picture.encode(None))
        hum = (np.sin(np.arange(48_000 * seconds) / 20) * 3000).astype(np.int16)
        taken = av.AudioFrame.from_ndarray(hum.reshape(1, -1), "s16", "mono")
        taken.sample_rate, taken.time_base, taken.pts = 48_000, Fraction(1, 48_000), 0
        fitting = sound.codec_context
        resampler = av.AudioResampler(fitting.format, fitting.layout, 48_000, fitting.frame_size or None)
        for each in (*resampler.resample(taken), *resampler.resample(None)):
            container.mux(sound.encode(each))
        container.mux(sound.encode(None))
    return path


def brought(page: OwnClipsPage, qtbot: QtBot, folder: Path) -> str:
    """What the page says once the folder was dropped."""
    with qtbot.waitSignal(page.model.ended, timeout=PATIENCE_MS):
        page.take([folder])
    settle(page.around)
    settle(page.around)
    return words_on(page)


@pytest.mark.parametrize("kind", KINDS)
def test_a_film_of_any_usual_kind_becomes_a_clip(open_page: OpenPage, tmp_path: Path, qtbot: QtBot, kind: str) -> None:
    page = open_page()
    folder = tmp_path / "stick" / "feet"
    film(folder / f"feet.{kind}", *KINDS[kind])
    words = block()["words"]["en"] | {"captions": "feet.srt"}
    (folder / "feet.srt").write_text(srt(2, 4), "utf-8")
    (folder / "clip.json").write_text(json.dumps(block(video=f"feet.{kind}", words={"en": words})), "utf-8")
    assert "This clip was brought in: Fill the foot bath" in brought(page, qtbot, folder)
    clip = page.around.content.clips.clip("feet")
    assert clip is not None
    assert clip.length_s == pytest.approx(10, abs=0.3)
    assert [sound.language for sound in clip.sounds] == ["en"]
    assert all(step.still.stat().st_size > 500 for step in clip.steps)


def test_a_film_takes_the_place_of_a_known_one_through_the_form(open_page: OpenPage, tmp_path: Path, qtbot: QtBot) -> None:
    page = open_page()
    real = film(tmp_path / "stick" / "pills.mp4", *KINDS["mp4"])
    captions = real.with_suffix(".srt")
    captions.write_text(srt(8, 1.25), "utf-8")
    page.take([real, captions])
    form = page.form
    assert form is not None
    form.clip.setCurrentIndex(form.clip.findData("M2"))
    form.maker.set_value("St Anna")
    with qtbot.waitSignal(page.model.brought, timeout=PATIENCE_MS):
        form.go.click()
    settle(page.around)
    settle(page.around)
    assert "Its film plays in place of the one that came with this program." in words_on(page)
    clip = page.around.content.clips.clip("M2")
    assert clip is not None
    assert clip.video.name == "film.mp4"
    assert clip.words["es"].title == load_clips(page.around.videos).clip("M2").words["es"].title  # type: ignore[union-attr]


# ---- bad ones, as people hear of them ------------------------------------------------------------
def _without_captions(folder: Path) -> None:
    words = block()["words"]["en"]
    del words["captions"]
    _written(folder, words={"en": words})


def _written(folder: Path, **changes: Any) -> None:
    (folder / "clip.json").write_text(json.dumps(block(**changes)), "utf-8")


def _captions(folder: Path, *times: tuple[float, float]) -> None:
    captions = [{"start": start, "end": end, "words": "Turn."} for start, end in times]
    _written(folder, words={"en": block()["words"]["en"] | {"captions": captions}})


def _huge(folder: Path) -> None:
    with (folder / "feet.mkv").open("r+b") as file:
        file.truncate(5 * 1024**3)  # a hole: it takes no room


def _linked(folder: Path) -> None:
    (folder / "feet.mkv").rename(folder.parent / "feet.mkv")
    (folder / "feet.mkv").symlink_to(folder.parent / "feet.mkv")


BAD: dict[str, tuple[Callable[[Path], object], str, str]] = {
    "no captions": (_without_captions, "clip.json, at words, en, captions", "There are no captions. People must be able to watch without sound. Add them."),
    "a wrong checksum": (lambda f: _written(f, sha256={"feet.mkv": "0" * 64}), "feet.mkv", "It is not the file that was checked: its checksum differs. Copy it again from where it was made."),
    "a program": (lambda f: shutil.copy(sys.executable, f / "feet.mkv"), "feet.mkv", "This is a program and not a film. Do not open it. Ask who gave you this stick."),
    "five gigabytes": (_huge, "feet.mkv", "It has 5 GB. At most 2 GB can be brought in. Save it smaller or shorter."),
    "a path out of the folder": (lambda f: _written(f, video="../feet.mkv"), "clip.json, at video", "../feet.mkv points to a place outside the folder. Put the file inside and write only its name."),
    "a link out of the folder": (_linked, "clip.json, at video", "feet.mkv is only a link to another place. Put the file itself there."),
    "no JSON": (lambda f: (f / "clip.json").write_text('{"format": 1,,}'), "clip.json, at 1:14", "This is not JSON. Look for a missing comma, bracket or quote at this place."),
    "a list in place of words": (lambda f: _written(f, made_by=[1]), "clip.json, at made_by", "Here stands [1]. Write it like this: words"),
    "a side-car of two megabytes": (lambda f: (f / "clip.json").write_text(" " * 2 * 1024**2), "clip.json", "It has 2 MB. At most 1 MB can be brought in. Save it smaller or shorter."),
    "captions that overlap": (lambda f: _captions(f, (0, 4), (3, 5)), "clip.json, at words, en, captions, 2 (0:03)", "This caption starts before the one before it ends, or it has no length. Correct the times."),
    "captions after the film": (lambda f: _captions(f, (0, 4), (4, 400)), "clip.json, at words, en, captions, 2 (0:04)", "This caption ends at 6:40, but the film ends at"),
    "a film cut short": (lambda f: (f / "feet.mkv").write_bytes((f / "feet.mkv").read_bytes()[:600_000]), "feet.mkv", "This film breaks off before its end. Copy it again from where it was made."),
    "no side-car": (lambda f: (f / "clip.json").unlink(), "clip.json", "The file clip.json is missing. Put it beside the film, or bring in the film with its captions."),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_bad_folder_is_told_in_words(open_page: OpenPage, tmp_path: Path, qtbot: QtBot, name: str) -> None:
    spoil, place, sentence = BAD[name]
    page = open_page()
    folder = clip_folder(tmp_path / "stick" / "feet").parent
    spoil(folder)
    began = time.monotonic()
    said = brought(page, qtbot, folder).splitlines()
    assert "This could not be brought in. Nothing of it was kept." in said
    assert place in said
    assert said[said.index(place) + 1].startswith(sentence)
    assert everything_in(own_of(page)) == []
    if name == "five gigabytes":
        assert time.monotonic() - began < 5  # none of it was read


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("import time; time.sleep(600)", "This film gave no answer when it was tried. Save it again as MP4, then try that one."),
        ("import os; os.abort()", "The player broke down when it tried this. Nothing was harmed. Save it again in another form."),
    ],
)  # fmt: skip
def test_a_film_that_hangs_or_breaks_the_player_is_told_in_words(
    open_page: OpenPage, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, code: str, sentence: str
) -> None:
    def look(film: Path, folder: Path, moments: Any, shown: str, awaited: probing.Awaited) -> Any:
        child = [sys.executable, "-c", code]
        return probing.look_at_film(film, folder, moments, shown, awaited, lambda _arguments: child, 1.0)

    real = service.bring_folder
    monkeypatch.setattr(service, "bring_folder", lambda own, written, ships, told: real(own, written, ships, told, look))
    page = open_page()
    said = brought(page, qtbot, clip_folder(tmp_path / "stick" / "feet").parent).splitlines()
    assert said[said.index("feet.mkv") + 1] == sentence
    assert everything_in(own_of(page)) == []


def test_a_recording_that_is_no_sound_is_told_in_words(open_page: OpenPage, tmp_path: Path, qtbot: QtBot) -> None:
    page = open_page()
    folder = recordings_folder(tmp_path / "stick", (1,))
    (folder / "en" / "M2" / "1.opus").write_text("no voice at all")
    said = brought(page, qtbot, folder).splitlines()
    assert said[said.index("en/M2/1.opus") + 1] == "No voice can be heard in it. Record it again as WAV, FLAC or Opus."
    assert everything_in(own_of(page)) == []


def test_a_film_that_only_vlc_reads_is_told_with_its_name(
    open_page: OpenPage, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = "import sys, pathlib; pathlib.Path(sys.argv[4], 'facts.json').write_text('{\"fault\": \"needs_vlc\"}')"
    child: Callable[[Any], list[str]] = lambda arguments: [sys.executable, "-c", code, *arguments]  # noqa: E731

    def look(film: Path, folder: Path, moments: Any, shown: str, awaited: probing.Awaited) -> Any:
        return probing.look_at_film(film, folder, moments, shown, awaited, child)

    real = service.bring_film
    monkeypatch.setattr(service, "bring_film", lambda own, wish, ships, told: real(own, wish, ships, told, look))
    page = open_page()
    page.take(list(film_and_captions(tmp_path / "stick", srt(8))))
    assert page.form is not None
    page.form.title.set_value("The bath")
    page.form.maker.set_value("St Anna")
    with qtbot.waitSignal(page.model.ended, timeout=PATIENCE_MS):
        page.form.go.click()
    said = words_on(page).splitlines()
    place = said.index("bath.mkv", said.index("This could not be brought in. Nothing of it was kept."))
    assert said[place + 1] == "This computer cannot play this film without VLC. Install VLC, or save the film as MP4."
