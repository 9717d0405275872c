"""What a hospice brings in is kept whole or not at all, plays in place of the shipped film, and can be taken away."""

from __future__ import annotations

import copy
import errno
import json
import shutil
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from caregiver_app import locations
from caregiver_app.content.clips import damaged_files, load_clips
from caregiver_app.domain.brought_in import TRAVELS_UP_TO_BYTES, Fault, FilmFacts
from caregiver_app.domain.errors import ClipInUse, DiskFull, UnusableClip
from caregiver_app.services import copying, own_clips
from caregiver_app.services.own_clips import bring_film, bring_folder, remove, travels
from caregiver_app.services.own_film import FilmWish
from tests.services.hospices import (
    FILM,
    FILM_SECONDS,
    SPEECH,
    block,
    clip_folder,
    everything_in,
    film_and_captions,
    only,
    shipped,
    srt,
)
from tests.storage.disks import small_disk

FACTS = FilmFacts(seconds=57.2, width=1280, height=720, sounds=1, engine="libvlc")


def seen(_film: Path, folder: Path, moments: Any, _shown: str, _awaited: object = None) -> FilmFacts:
    """A look that takes no time: the real ones are tried below and in test_probing."""
    for number in range(1, len(moments) + 1):
        shutil.copy(locations.videos() / "M2" / "poster.jpg", folder / f"still-{number}.jpg")
    return FACTS


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return tmp_path / "home" / "own-clips"


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    return tmp_path / "stick"


def refused(own: Path, side_car: Path) -> UnusableClip:
    """What is told of a folder that cannot be used; nothing of it may be left."""
    with pytest.raises(UnusableClip) as told:
        bring_folder(own, side_car, shipped(), look=seen)
    assert everything_in(own) == []
    return told.value


# ---- good ones -----------------------------------------------------------------------------------
def test_a_folder_becomes_a_clip_of_its_own(own: Path, stick: Path) -> None:
    side_car = clip_folder(stick / "feet")
    shares: list[float] = []
    clip = bring_folder(own, side_car, shipped(), shares.append)
    shutil.rmtree(stick)  # it never plays from the stick
    assert clip.own is not None
    assert (clip.own.made_by, clip.own.is_film_only, clip.width, clip.height) == ("St Anna Hospice", False, 1280, 720)
    assert clip.length_s == pytest.approx(FILM_SECONDS, abs=0.1)
    assert [step.start_s for step in clip.steps] == [0, 4]
    assert clip.video.parent == own / "clips" / "feet"
    assert all(step.still.is_file() for step in clip.steps)
    assert damaged_files(clip) == ()
    assert shares == sorted(shares)
    shelf = load_clips(locations.videos(), own)
    assert [c.id for c in shelf.clips] == sorted([*(c.id for c in shipped().clips), "feet"])
    assert shelf.problems == ()


def test_a_film_with_captions_becomes_a_clip_with_a_typed_title(own: Path, stick: Path) -> None:
    film, captions = film_and_captions(stick, srt(8))
    clip = bring_film(own, FilmWish(film, captions, "es", "St Anna", title="El baño", checked_by="Dr Ruiz"), shipped(), look=seen)
    assert clip.id == "own-1"
    assert clip.words_in("en").title == "El baño"  # nobody wrote English
    assert clip.words["es"].review_status == "clinician_reviewed"
    assert len(clip.steps) == 8
    assert [sound.language for sound in clip.sounds] == ["es"]
    second = bring_film(own, FilmWish(film, captions, "en", "St Anna", title="Bath"), shipped(), look=seen)
    assert second.id == "own-2"


def test_many_captions_make_few_steps(own: Path, stick: Path) -> None:
    film, captions = film_and_captions(stick, srt(25, each_s=2))
    clip = bring_film(own, FilmWish(film, captions, "en", "St Anna", title="Bath"), shipped(), look=seen)
    assert len(clip.steps) == 9
    assert len(clip.words["en"].captions) == 25


@pytest.mark.parametrize("count", [8, 16])
def test_a_film_takes_the_place_of_a_known_one_and_keeps_its_words(own: Path, stick: Path, count: int) -> None:
    film, captions = film_and_captions(stick, srt(count, each_s=56 / count))
    bring_film(own, FilmWish(film, captions, "en", "St Anna", replaces="M2"), shipped(), look=seen)
    before, now = shipped().clip("M2"), load_clips(locations.videos(), own).clip("M2")
    assert before is not None
    assert now is not None
    assert now.video.parent == own / "clips" / "M2"
    assert now.words["en"].steps == before.words["en"].steps
    assert now.words["es"].title == before.words["es"].title
    assert now.cards == before.cards
    assert [round(step.start_s) for step in now.steps] == [0, 7, 14, 21, 28, 35, 42, 49]
    assert len(now.words["en"].captions) == count
    for words in now.words.values():  # the other languages go by the steps of the new film
        for cue in words.captions:
            assert now.step_at(cue.start_s + 0.01) is now.step_at(cue.end_s - 0.01) or words.language == "en"


def test_removing_it_brings_the_shipped_film_back(own: Path, stick: Path) -> None:
    film, captions = film_and_captions(stick, srt(8))
    bring_film(own, FilmWish(film, captions, "en", "St Anna", replaces="M2"), shipped(), look=seen)
    remove(own, "M2")
    assert load_clips(locations.videos(), own).clip("M2") == shipped().clip("M2")
    assert everything_in(own) == []
    remove(own, "M2")  # twice does no harm


def test_a_film_that_no_longer_fits_the_steps_is_told_and_the_shipped_one_plays(own: Path, stick: Path) -> None:
    film, captions = film_and_captions(stick, srt(8))
    clip = bring_film(own, FilmWish(film, captions, "en", "St Anna", replaces="M2"), shipped(), look=seen)
    found = json.loads((clip.folder / "clip.json").read_text())
    found["steps"].pop()
    found["words"]["en"]["steps"].pop()
    (clip.folder / "clip.json").write_text(json.dumps(found))
    shelf = load_clips(locations.videos(), own)
    assert shelf.clip("M2") == shipped().clip("M2")
    assert [(p.clip_id, p.is_own) for p in shelf.problems] == [("M2", True)]


def test_whether_a_film_will_travel_goes_by_its_size(own: Path, stick: Path) -> None:
    clip = bring_folder(own, clip_folder(stick / "feet"), shipped(), look=seen)
    assert travels(clip)
    with (stick / "feet" / "feet.mkv").open("r+b") as film:
        film.truncate(TRAVELS_UP_TO_BYTES + 1)
    side_car = clip_folder(stick / "large", id="large")
    shutil.copy(stick / "feet" / "feet.mkv", stick / "large" / "feet.mkv")
    large = bring_folder(own, side_car, shipped(), look=seen)
    assert not travels(large)
    assert "feet.mkv" not in large.digests  # else each opening would read it through


def test_checksums_that_fit_are_welcome_and_files_in_folders_come_along(own: Path, stick: Path) -> None:
    side_car = clip_folder(stick / "feet")
    (stick / "feet" / "stills").mkdir()
    still = stick / "feet" / "stills" / "1.jpg"
    shutil.copy(locations.videos() / "M2" / "step-1.jpg", still)
    sums = {name: sha256((stick / "feet" / name).read_bytes()).hexdigest() for name in ("feet.mkv", "stills/1.jpg")}
    steps = [{"start": 0, "still": "stills/1.jpg"}, {"start": 4}]
    side_car.write_text(json.dumps(block(sha256=sums, steps=steps)))
    clip = bring_folder(own, side_car, shipped(), look=seen)
    assert clip.steps[0].still.read_bytes() == still.read_bytes()
    assert clip.digests == sums


# ---- bad ones ------------------------------------------------------------------------------------
def test_a_clip_without_captions_is_refused(own: Path, stick: Path) -> None:
    written = block()
    del written["words"]["en"]["captions"]
    found = only(refused(own, clip_folder(stick / "feet", words=written["words"])))
    assert (found.fault, found.file, found.place) == (Fault.NO_CAPTIONS, "clip.json", "words, en, captions")


def test_a_wrong_checksum_is_told_with_its_file(own: Path, stick: Path) -> None:
    found = only(refused(own, clip_folder(stick / "feet", sha256={"feet.mkv": "0" * 64})))
    assert (found.fault, found.file) == (Fault.CHECKSUM, "feet.mkv")


def test_a_program_with_the_name_of_a_film_is_refused(own: Path, stick: Path) -> None:
    side_car = clip_folder(stick / "feet")
    shutil.copy(sys.executable, stick / "feet" / "feet.mkv")
    found = only(refused(own, side_car))
    assert (found.fault, found.file) == (Fault.PROGRAM, "feet.mkv")


def test_a_film_of_five_gigabytes_is_refused_and_nothing_is_copied(own: Path, stick: Path) -> None:
    side_car = clip_folder(stick / "feet")
    with (stick / "feet" / "feet.mkv").open("r+b") as film:
        film.truncate(5 * 1024**3)
    found = only(refused(own, side_car))
    assert (found.fault, found.file) == (Fault.TOO_LARGE, "feet.mkv")


def test_a_film_that_is_a_link_out_of_its_folder_is_refused(own: Path, stick: Path) -> None:
    side_car = clip_folder(stick / "feet")
    (stick / "feet" / "feet.mkv").unlink()
    (stick / "feet" / "feet.mkv").symlink_to(FILM)
    assert only(refused(own, side_car)).fault is Fault.LINK


def test_a_still_that_is_no_picture_is_refused(own: Path, stick: Path) -> None:
    steps = [{"start": 0, "still": "1.jpg"}, {"start": 4}]
    side_car = clip_folder(stick / "feet", steps=steps)
    (stick / "feet" / "1.jpg").write_text("<svg/>")
    found = only(refused(own, side_car))
    assert (found.fault, found.file) == (Fault.NO_PICTURE_FILE, "1.jpg")


def test_a_stick_that_is_pulled_out_before_the_copy_is_told_as_that(
    own: Path, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    side_car = clip_folder(stick / "feet")
    monkeypatch.setattr(own_clips, "checked_film", lambda film: film.unlink())
    found = only(refused(own, side_car))
    assert (found.fault, found.file) == (Fault.UNREADABLE, "feet.mkv")


def test_a_folder_with_the_name_of_ours_keeps_its_pictures(own: Path, stick: Path) -> None:
    steps = [{"start": 0, "still": "from-film/still-2.jpg"}, {"start": 4}]
    side_car = clip_folder(stick / "feet", steps=steps)
    (stick / "feet" / "from-film").mkdir()
    theirs = stick / "feet" / "from-film" / "still-2.jpg"
    shutil.copy(locations.videos() / "M2" / "step-1.jpg", theirs)
    clip = bring_folder(own, side_car, shipped(), look=seen)
    assert clip.steps[0].still.read_bytes() == theirs.read_bytes()
    assert clip.steps[1].still.read_bytes() == (locations.videos() / "M2" / "poster.jpg").read_bytes()
    assert damaged_files(clip) == ()


def test_the_same_film_written_in_two_ways_is_one_file(own: Path, stick: Path) -> None:
    digest = sha256(FILM.read_bytes()).hexdigest()
    clip = bring_folder(own, clip_folder(stick / "feet", video=".\\feet.mkv", sha256={"./feet.mkv": digest}), shipped(), look=seen)
    assert clip.video.name == "feet.mkv"
    assert clip.digests == {"feet.mkv": digest}


ODD: tuple[Any, ...] = (
    "talk", "", -1, 3, [1], {"a": 1}, None, True, "\ud800", "a" * 5000, "./feet.mkv", "x/../feet.mkv", "feet.mkv/", 1e400,
    "clip.json", [[]], {"./feet.mkv": "0" * 64}, 10**30,
)  # fmt: skip


def test_any_value_anywhere_in_a_side_car_is_told_or_is_good(own: Path, stick: Path) -> None:
    side_car = clip_folder(stick)
    (stick / "feet.mkv").write_bytes(FILM.read_bytes()[:100_000])
    shutil.copy(locations.videos() / "M2" / "step-1.jpg", stick / "1.jpg")
    digest = sha256((stick / "feet.mkv").read_bytes()).hexdigest()
    track = {"language": "en", "index": 0, "voice": "Ana", "is_computer_voice": False}
    whole = block(
        poster="1.jpg", sha256={"feet.mkv": digest}, cards=["C1"], symptoms=["pain"], sources=["x"], tracks=[track],
        checked_by="Dr Ruiz", steps=[{"start": 0, "still": "1.jpg"}, {"start": 4.0, "seconds": 3}],
    )  # fmt: skip
    whole["words"]["en"] |= {"stop_and_call": ["Pain"], "review_status": "draft"}
    for number, way in enumerate(ways(whole)):
        for odd in ODD[number % 3 :: 3]:
            side_car.write_text(json.dumps(changed(whole, way, odd)))
            try:
                bring_folder(own, side_car, shipped(), look=seen)
            except UnusableClip as told:
                assert everything_in(own) == []
                "".join(map(repr, told.findings)).encode()  # it can be shown
            else:
                assert load_clips(locations.videos(), own).problems == ()
                shutil.rmtree(own)


def ways(node: Any, way: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    items = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, value in items:
        yield (*way, key)
        yield from ways(value, (*way, key))


def changed(whole: dict[str, Any], way: tuple[Any, ...], value: Any) -> Any:
    whole = copy.deepcopy(whole)
    node: Any = whole
    for key in way[:-1]:
        node = node[key]
    node[way[-1]] = value
    return whole


@pytest.mark.parametrize("clip_id", ["feet", "FEET"])
def test_the_same_id_twice_is_refused_and_the_first_one_stays(own: Path, stick: Path, clip_id: str) -> None:
    bring_folder(own, clip_folder(stick / "feet"), shipped(), look=seen)
    before = everything_in(own)
    with pytest.raises(UnusableClip) as told:
        bring_folder(own, clip_folder(stick / "again", id=clip_id), shipped(), look=seen)
    assert only(told.value).fault is Fault.ID_TAKEN
    assert everything_in(own) == before


@pytest.mark.parametrize(
    ("changes", "fault", "place"),
    [
        ({"steps": [{"start": 0}, {"start": 80}]}, Fault.STEP_OUTSIDE, "steps, 2"),
        ({"steps": [{"start": 0}, {"start": 4, "seconds": 60}]}, Fault.STEP_OUTSIDE, "steps, 2"),
        ({"tracks": [{"language": "en", "index": 3}]}, Fault.TRACK, "tracks, 1, index"),
        ({"tracks": [{"language": "en", "index": -1}]}, Fault.TRACK, "tracks, 1, index"),
    ],
)
def test_what_lies_outside_the_film_is_told(own: Path, stick: Path, changes: dict[str, Any], fault: Fault, place: str) -> None:
    found = only(refused(own, clip_folder(stick / "feet", **changes)))
    assert (found.fault, found.place) == (fault, place)


def test_captions_that_go_on_after_the_film_are_told_with_their_file(own: Path, stick: Path) -> None:
    film, captions = film_and_captions(stick, srt(8, each_s=7.3))
    with pytest.raises(UnusableClip) as told:
        bring_film(own, FilmWish(film, captions, "en", "St Anna", title="Bath"), shipped(), look=seen)
    found = only(told.value)
    assert (found.fault, found.file, found.place) == (Fault.CAPTION_OUTSIDE, "bath.srt", "8 (0:51)")


def test_captions_that_do_not_share_out_among_the_known_steps_are_told(own: Path, stick: Path) -> None:
    film, captions = film_and_captions(stick, srt(5))
    with pytest.raises(UnusableClip) as told:
        bring_film(own, FilmWish(film, captions, "en", "St Anna", replaces="M2"), shipped(), look=seen)
    found = only(told.value)
    assert (found.fault, found.file, found.found, found.wanted) == (Fault.CAPTION_COUNT, "bath.srt", "5", "8")


def test_a_film_without_title_and_maker_is_told_both(own: Path, stick: Path) -> None:
    film, captions = film_and_captions(stick, srt(8))
    with pytest.raises(UnusableClip) as told:
        bring_film(own, FilmWish(film, captions, "en", " "), shipped(), look=seen)
    assert {one.fault for one in told.value.findings} == {Fault.NO_MAKER, Fault.NO_TITLE}


# ---- the disk ------------------------------------------------------------------------------------
def test_a_small_disk_is_told_before_anything_is_copied(tmp_path: Path, stick: Path) -> None:
    side_car = clip_folder(stick / "feet")
    with small_disk(tmp_path / "disk", 1024) as disk:
        found = only(refused(disk / "own-clips", side_car))
    assert (found.fault, found.file) == (Fault.NO_ROOM, "feet.mkv")


def test_a_disk_that_fills_up_while_copying_leaves_nothing_half(
    tmp_path: Path, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    side_car = clip_folder(stick / "feet")
    monkeypatch.setattr(copying, "_RESERVE_BYTES", -10 * 1024**2)  # somebody else took the room meanwhile
    with small_disk(tmp_path / "disk", 1024) as disk:
        with pytest.raises(DiskFull):
            bring_folder(disk / "own-clips", side_car, shipped(), look=seen)
        assert everything_in(disk) == []


def test_a_stick_that_is_pulled_out_is_told_as_that(own: Path, stick: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Pulled:
        def read(self, _size: int) -> bytes:
            raise OSError(errno.EIO, "gone")

    side_car, real = clip_folder(stick / "feet"), copying._piece
    monkeypatch.setattr(copying, "_piece", lambda _come, shown: real(Pulled(), shown))
    found = only(refused(own, side_car))
    assert (found.fault, found.file) == (Fault.UNREADABLE, "feet.mkv")


def test_stopping_in_the_middle_leaves_nothing(own: Path, stick: Path) -> None:
    class Stopped(Exception):
        pass

    def stop(_share: float) -> None:
        raise Stopped

    with pytest.raises(Stopped):
        bring_folder(own, clip_folder(stick / "feet"), shipped(), stop, look=seen)
    assert everything_in(own) == []


def test_what_a_power_cut_left_half_is_never_shown_and_is_swept(own: Path, stick: Path) -> None:
    half = own / "clips" / ".coming-1234"
    shutil.copytree(locations.videos() / "M2", half)
    assert load_clips(locations.videos(), own) == shipped()
    bring_folder(own, clip_folder(stick / "feet"), shipped(), look=seen)
    assert not half.exists()


def test_a_clip_whose_files_the_system_keeps_is_not_half_removed(own: Path, stick: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bring_folder(own, clip_folder(stick / "feet"), shipped(), look=seen)
    before = everything_in(own)

    def kept(_self: Path, _target: Path) -> Path:
        raise PermissionError  # what Windows says of a folder with an open file

    monkeypatch.setattr(Path, "rename", kept)
    with pytest.raises(ClipInUse):
        remove(own, "feet")
    assert everything_in(own) == before
    assert own_clips.own_clips(own).clip("feet") is not None


# ---- real films ----------------------------------------------------------------------------------
def test_a_film_that_was_cut_short_is_told(own: Path, stick: Path) -> None:
    side_car = clip_folder(stick / "feet")
    (stick / "feet" / "feet.mkv").write_bytes(FILM.read_bytes()[:600_000])
    with pytest.raises(UnusableClip) as told:
        bring_folder(own, side_car, shipped())
    assert (only(told.value).fault, only(told.value).file) == (Fault.CUT_SHORT, "feet.mkv")
    assert everything_in(own) == []


def test_a_film_without_a_picture_is_told(own: Path, stick: Path) -> None:
    side_car = clip_folder(stick / "feet")
    shutil.copy(SPEECH, stick / "feet" / "feet.mkv")
    with pytest.raises(UnusableClip) as told:
        bring_folder(own, side_car, shipped())
    assert only(told.value).fault is Fault.NO_PICTURE
    assert everything_in(own) == []
