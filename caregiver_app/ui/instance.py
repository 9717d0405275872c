"""One program for each home: a second start asks the first to show its window, and ends."""

from __future__ import annotations

from binascii import crc32
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLockFile, QObject, QSysInfo, QTimer, Signal

from caregiver_app.domain.errors import AlreadyOpen

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer

_PATIENCE_MS = 800
_LOCK_MS = 100
_AFTER_THE_FIRST_PICTURE_MS = 200


class OnlyInstance(QObject):
    """Holds a home for this program; `shown_again` says that someone started the program a second time."""

    shown_again = Signal()

    def __init__(self, home: Path) -> None:
        """Raises AlreadyOpen where another program holds the home; that one was then asked to show itself."""
        super().__init__()
        name = f"caregiver-{crc32(str(home.resolve()).encode()):08x}"
        self._lock = QLockFile(str(home / ".running"))
        self._lock.setStaleLockTime(0)
        if not self._lock.tryLock(_LOCK_MS):
            if _ask_to_show(name) or not self._is_of_another_name():
                raise AlreadyOpen
            (home / ".running").unlink(missing_ok=True)
            if not self._lock.tryLock(_LOCK_MS):
                raise AlreadyOpen
        self._name = name
        self._server: QLocalServer | None = None
        QTimer.singleShot(_AFTER_THE_FIRST_PICTURE_MS, self.listen)  # QtNetwork takes its time to load

    def listen(self) -> None:
        """Wait for a second start."""
        from PySide6.QtNetwork import QLocalServer

        QLocalServer.removeServer(self._name)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._called)
        self._server.listen(self._name)

    def _called(self) -> None:
        caller = self._server.nextPendingConnection() if self._server is not None else None
        if caller is not None:
            caller.close()
            caller.deleteLater()
            self.shown_again.emit()

    def _is_of_another_name(self) -> bool:
        """True for a lock that this computer wrote when it had another name: Qt then cannot tell that its program is gone.

        A home on a network share is refused before this, so no other computer can hold it.
        """
        _, computer, _ = self._lock.getLockInfo()
        return computer not in ("", QSysInfo.machineHostName())

    def let_go(self) -> None:
        """Give the home back."""
        if self._server is not None:
            self._server.close()
        self._lock.unlock()


def _ask_to_show(name: str) -> bool:
    """Ask the program that holds the home to come forward; False where none answers."""
    from PySide6.QtNetwork import QLocalSocket

    socket = QLocalSocket()
    socket.connectToServer(name)
    answered = socket.waitForConnected(_PATIENCE_MS)
    socket.disconnectFromServer()
    return answered
