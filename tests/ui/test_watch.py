"""The vault locks by itself: when nobody is there, when the computer slept, when the desktop locks its screen."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from pytestqt.qtbot import QtBot

from caregiver_app.ui.watch import IdleWatch, SystemLockWatch


@dataclass
class Room:
    """A room whose clocks a test can set."""

    monotonic_s: float = 100.0
    wall_s: float = 1_000_000.0

    def pass_time(self, seconds: float) -> None:
        self.monotonic_s += seconds
        self.wall_s += seconds

    def watch(self, minutes: int = 15) -> tuple[IdleWatch, list[str]]:
        watch = IdleWatch(minutes, lambda: self.monotonic_s, lambda: self.wall_s)
        heard: list[str] = []
        watch.locking.connect(heard.append)
        return watch, heard


def spend(room: Room, watch: IdleWatch, seconds: int) -> None:
    for _ in range(seconds // 5):
        room.pass_time(5)
        watch.look()


def a_key() -> QKeyEvent:
    return QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier)


def test_an_idle_quarter_of_an_hour_locks_once(qtbot: QtBot) -> None:
    room = Room()
    watch, heard = room.watch()
    spend(room, watch, 895)
    assert heard == []
    spend(room, watch, 5)
    assert heard == ["idle"]


def test_a_key_starts_the_quarter_of_an_hour_again(qtbot: QtBot) -> None:
    room = Room()
    watch, heard = room.watch()
    spend(room, watch, 890)
    watch.eventFilter(watch, a_key())
    spend(room, watch, 890)
    assert heard == []


def test_while_a_clip_plays_the_idle_lock_waits(qtbot: QtBot) -> None:
    room = Room()
    watch, heard = room.watch()
    watch.set_busy(True)
    spend(room, watch, 3600)
    assert heard == []
    watch.set_busy(False)
    spend(room, watch, 900)
    assert heard == ["idle"]


def test_a_computer_that_slept_locks_at_once(qtbot: QtBot) -> None:
    room = Room()
    watch, heard = room.watch()
    watch.set_busy(True)
    room.wall_s += 3600
    watch.look()
    assert heard == ["sleep"]


def test_the_limit_can_be_set_up_to_eight_hours(qtbot: QtBot) -> None:
    room = Room()
    watch, heard = room.watch()
    watch.set_limit(480)
    spend(room, watch, 8 * 3600 - 5)
    assert heard == []
    spend(room, watch, 5)
    assert heard == ["idle"]


def test_the_desktops_screen_lock_and_sleep_lock_the_vault(qtbot: QtBot) -> None:
    watch = SystemLockWatch()
    heard: list[str] = []
    watch.locking.connect(heard.append)
    watch.screen_changed(True)
    watch.screen_changed(False)
    watch.going_to_sleep(True)
    watch.going_to_sleep(False)
    watch.session_locked()
    assert heard == ["screen", "sleep", "screen"]
