"""Watches for the moments that lock the vault: idleness, sleep of the computer, and the system's own screen lock."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import SLOT, QEvent, QObject, QTimer, Signal, Slot

_TICK_MS = 5_000
_SLEEP_GAP_S = 60.0  # a tick this late means that the computer slept
_SIGNS_OF_LIFE = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TabletPress,
    }
)


class IdleWatch(QObject):
    """Says `locking` with a reason: "idle", "sleep" or "screen". It rests while something keeps the room busy."""

    locking = Signal(str)

    def __init__(
        self,
        idle_minutes: int,
        monotonic: Callable[[], float] = time.monotonic,
        wall: Callable[[], float] = time.time,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._limit_s = idle_minutes * 60.0
        self._monotonic = monotonic
        self._wall = wall
        self._last_life = monotonic()
        self._last_tick = wall()
        self._is_busy = False
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def set_limit(self, idle_minutes: int) -> None:
        """Change the minutes of idleness after which the vault locks."""
        self._limit_s = idle_minutes * 60.0

    def set_busy(self, is_busy: bool) -> None:
        """While a clip plays nobody touches the keyboard, yet somebody is there."""
        self._is_busy = is_busy
        self._last_life = self._monotonic()

    @Slot()
    def look(self) -> None:
        """Judge the time since the last sign of life and since the last tick."""
        now, wall = self._monotonic(), self._wall()
        gap, self._last_tick = wall - self._last_tick, wall
        if gap > _SLEEP_GAP_S + _TICK_MS / 1000:
            self._last_life = now
            self.locking.emit("sleep")
        elif self._is_busy:
            self._last_life = now
        elif now - self._last_life >= self._limit_s:
            self._last_life = now
            self.locking.emit("idle")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002
        if event.type() in _SIGNS_OF_LIFE:
            self._last_life = self._monotonic()
        return False


class SystemLockWatch(QObject):
    """Hears the desktop's screen lock and the system's going to sleep, where a message bus tells of them (Linux)."""

    locking = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.is_listening = self._listen()

    def _listen(self) -> bool:
        try:
            from PySide6.QtDBus import QDBusConnection
        except ImportError:
            return False
        session, system = QDBusConnection.sessionBus(), QDBusConnection.systemBus()
        heard = False
        if session.isConnected():
            for desktop in ("freedesktop", "gnome", "cinnamon", "mate", "xfce"):
                service = f"org.{desktop}.ScreenSaver"
                path = "/" + service.replace(".", "/")
                heard |= session.connect(service, path, service, "ActiveChanged", self, SLOT("screen_changed(bool)").encode())
        if system.isConnected():
            name, path = "org.freedesktop.login1", "/org/freedesktop/login1"
            heard |= system.connect(
                name, path, f"{name}.Manager", "PrepareForSleep", self, SLOT("going_to_sleep(bool)").encode()
            )
            # any path: the session's own has a number in it; only this user's sessions are told of on a desktop
            heard |= system.connect(name, "", f"{name}.Session", "Lock", self, SLOT("session_locked()").encode())
        return heard

    @Slot(bool)
    def screen_changed(self, is_active: bool) -> None:
        """The desktop's own lock screen came on or went."""
        if is_active:
            self.locking.emit("screen")

    @Slot()
    def session_locked(self) -> None:
        """The session manager asked the session to lock."""
        self.locking.emit("screen")

    @Slot(bool)
    def going_to_sleep(self, is_starting: bool) -> None:
        """The system prepares to sleep, or woke."""
        if is_starting:
            self.locking.emit("sleep")
