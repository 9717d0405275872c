"""The self-test finds what it is there to find; every check is shown something broken."""

from __future__ import annotations

import shutil
from collections import namedtuple
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Any

import PySide6
import pytest
from PySide6.QtGui import QImage

from caregiver_app import locations
from caregiver_app.domain.errors import WrongPassphrase
from caregiver_app.self_test import computer, shown, vault
from caregiver_app.self_test.check import Check, Failed, Noticed, Place
from caregiver_app.self_test.run import CHECKS, run_checks
from caregiver_app.storage import keys
from caregiver_app.storage.vault import unlock
from caregiver_app.ui.player.engine import Engine
from caregiver_app.ui.style.fonts import load_fonts

Usage = namedtuple("Usage", "total used free")


@pytest.fixture
def place(tmp_path: Path) -> Place:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    return Place(tmp_path / "home", scratch)


def test_a_good_computer_passes_every_check(
    qapp: object, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keys, "calibrated", lambda: keys.Argon(keys.LEAST_KIB, 3))
    assert run_checks(tmp_path / "home") == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len(CHECKS) + 1
    assert not [line for line in lines if line.startswith("FAILED")]


def test_there_are_at_least_twelve_checks_with_names_of_their_own() -> None:
    assert len({check.name for check in CHECKS}) == len(CHECKS) >= 12


def test_a_failed_check_fails_the_whole_and_the_others_still_run(
    qapp: object, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(_place: Place) -> str:
        raise Failed("It is broken. Mend it.")

    def surprised(_place: Place) -> str:
        raise OSError("no such device")

    def weak(_place: Place) -> str:
        raise Noticed("It is slow.")

    checks = [Check("one", broken), Check("two", surprised), Check("three", weak), Check("four", lambda _: "fine")]
    assert run_checks(tmp_path, checks=checks) == 1
    said = capsys.readouterr().out
    assert "FAILED  one" in said
    assert "FAILED  two" in said
    assert "OSError: no such device" in said
    assert "note    three" in said
    assert "ok      four" in said
    assert "2 of 4 checks failed" in said


def test_a_qt_that_aborts_is_refused(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PySide6, "__version__", "6.12.0")
    with pytest.raises(Failed, match=r"6\.12"):
        computer.versions(place)


def test_a_home_that_is_synced_or_far_away_is_refused(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Failed, match="copied elsewhere by Dropbox"):
        computer.home_folder(Place(place.scratch / "Dropbox" / "care", place.scratch))
    monkeypatch.setattr(locations, "is_network_share", lambda _path: True)
    with pytest.raises(Failed, match="another computer"):
        computer.home_folder(place)


@pytest.mark.parametrize(("free_mib", "kind"), [(10, Failed), (200, Noticed)])
def test_a_full_disk_is_said_in_time(
    place: Place, monkeypatch: pytest.MonkeyPatch, free_mib: int, kind: type[Exception]
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: Usage(0, 0, free_mib * 1024 * 1024))
    with pytest.raises(kind, match=f"Only {free_mib} MiB"):
        computer.disk_space(place)


def test_a_file_that_others_may_read_is_found(place: Place) -> None:
    inside = place.home / "people"
    inside.mkdir(parents=True)
    wrap = inside / "wrap-a"
    wrap.touch(0o600)
    for folder in (place.home, inside):
        folder.chmod(0o711)
    assert "2 files" in computer.permissions(place)
    wrap.chmod(0o644)
    with pytest.raises(Failed, match="people/wrap-a"):
        computer.permissions(place)
    place.home.chmod(0o700)
    assert "2 files" in computer.permissions(place)


def test_a_clock_that_stands_in_1970_is_found(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    class Stopped(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Stopped:
            return cls(1970, 1, 1, tzinfo=tz)

    monkeypatch.setattr(computer, "datetime", Stopped)
    with pytest.raises(Failed, match="Set the date"):
        computer.clock(place)


def test_a_relay_that_does_not_answer_is_only_noticed(place: Place) -> None:
    with pytest.raises(Noticed, match="RelayUnreachable"):
        computer.relay(Place(place.home, place.scratch, "http://127.0.0.1:9"))


def test_a_vault_without_a_cipher_is_noticed(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control of the check: the same search finds the word in a file that nobody encrypted."""

    class Plain:
        def __init__(self, path: Path) -> None:
            self.path, self.word = path, ""

        def run(self, _sql: str, values: tuple[str, ...] = ()) -> int:
            self.word = values[0] if values else ""
            return 1

        def value(self, _sql: str) -> Any:
            return self.word

        def close(self) -> None:
            self.path.write_text(self.word)

    monkeypatch.setattr(vault, "open_database", lambda path, _key, _migrations, create=False: Plain(path))
    with pytest.raises(Failed, match="not encrypted"):
        vault.cipher(place)


def test_a_lock_that_any_passphrase_opens_is_noticed(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    real = unlock

    def lax(home: Any, person: str, _passphrase: str, now_ms: int) -> Any:
        return real(home, person, "only for this check", now_ms)

    monkeypatch.setattr(vault, "unlock", lax)
    with pytest.raises(Failed, match="wrong passphrase opened"):
        vault.opens_again(place)


def test_a_lock_that_no_passphrase_opens_is_noticed(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    def strict(*_words: object) -> Any:
        raise WrongPassphrase

    monkeypatch.setattr(vault, "unlock", strict)
    with pytest.raises(WrongPassphrase):
        vault.opens_again(place)


def test_a_quick_passphrase_is_noticed(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "calibrated", lambda: keys.QUICK)
    with pytest.raises(Noticed, match="quick"):
        vault.passphrase_speed(place)


def test_a_missing_typeface_is_noticed(qapp: object, place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shown, "load_fonts", lambda _folder: ("Noto Sans",))
    with pytest.raises(Failed, match="Noto Sans Arabic is missing"):
        shown.fonts(place)


def test_letters_that_do_not_join_are_noticed(qapp: object, place: Place) -> None:
    load_fonts(locations.fonts())
    assert not shown._is_shaped("Noto Sans", "plain")
    assert shown._is_shaped("Noto Sans Arabic", "سلام")


def test_a_damaged_content_file_is_named(place: Place, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "symptoms.toml").write_text("[[symptom]]\n")
    monkeypatch.setattr(locations, "resources", lambda: tmp_path)
    with pytest.raises(Failed, match=r"symptoms\.toml"):
        shown.content(place)


def test_a_language_that_lacks_sentences_is_noticed(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    class Half:
        def __init__(self, tag: str) -> None:
            self.tag = tag

        def sentences(self) -> frozenset[str]:
            return frozenset({"Save", "Stop"} if self.tag == "es" else {"Save"})

    monkeypatch.setattr(shown, "languages", lambda _folder: tuple(map(Half, ("en", "es", "ar"))))
    monkeypatch.setattr(shown, "load_texts", lambda tag, _folder: Half(tag))
    with pytest.raises(Noticed, match="ar lacks 1 sentences"):
        shown.catalogues(place)


def test_a_damaged_clip_is_named(place: Place, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "P9").mkdir()
    (tmp_path / "P9" / "clip.json").write_text("{")
    monkeypatch.setattr(locations, "videos", lambda: tmp_path)
    with pytest.raises(Failed, match="Clip P9"):
        shown.clips(place)


class _FakeEngine(Engine):
    """An engine that shows one picture, or none."""

    def __init__(self, name: str, image: QImage | None) -> None:
        super().__init__()
        self.name, self._image = name, image

    def open(self, clip: Any, sound_language: str) -> None:
        pass

    def play(self) -> None:
        if self._image is None:
            self.broken.emit("no picture")
        else:
            self.frame_ready.emit(self._image)

    def pause(self) -> None:
        pass

    def shut(self) -> None:
        pass


@pytest.fixture
def one_clip(monkeypatch: pytest.MonkeyPatch) -> None:
    clip = namedtuple("clip", "id")("P2")
    monkeypatch.setattr(shown, "load_clips", lambda _folder: namedtuple("shelf", "clips")((clip,)))


@pytest.mark.usefixtures("one_clip")
def test_a_player_that_shows_a_picture_passes(qapp: object, place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    image = QImage(64, 36, QImage.Format.Format_RGB32)
    monkeypatch.setattr(shown, "first_engine", lambda: _FakeEngine("libvlc", image))
    assert shown.player(place) == "libvlc, 64 by 36 pixels"
    monkeypatch.setattr(shown, "first_engine", lambda: _FakeEngine("stills", image))
    with pytest.raises(Noticed, match="play with: stills"):
        shown.player(place)


@pytest.mark.usefixtures("one_clip")
def test_a_player_that_shows_nothing_fails(qapp: object, place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shown, "first_engine", lambda: _FakeEngine("libvlc", None))
    with pytest.raises(Failed, match="no picture of clip P2"):
        shown.player(place)
