"""Where bundled files and a person's files live: in a checkout, an installed wheel or a frozen program."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

_HERE = Path(__file__).resolve().parent
_NAME = "caregiver-coach"


# ---- bundled files -----------------------------------------------------------------------------
def bundled(here: Path = _HERE) -> Path:
    """The folder that holds `resources`, `translations` and `videos`.

    A wheel and a frozen program carry it inside the package, a checkout beside it.
    """
    inside = here / "bundled"
    return inside if inside.is_dir() else here.parent


def resources() -> Path:
    """Catalogues, crisis cards, fonts and icons."""
    return bundled() / "resources"


def fonts() -> Path:
    """The bundled Noto faces."""
    return resources() / "fonts"


def translations() -> Path:
    """One folder a language, with LC_MESSAGES inside."""
    return bundled() / "translations"


def videos() -> Path:
    """One folder a clip, named by its id."""
    return bundled() / "videos"


# ---- a person's files ----------------------------------------------------------------------------
def home() -> Path:
    """The folder for vaults and settings: local to this computer, never a roaming profile. It may not exist yet."""
    from platformdirs import user_data_path

    return user_data_path(_NAME, appauthor=False, roaming=False)


def example_home() -> Path:
    """The folder of the example family, apart from anyone's own."""
    return home().with_name(f"{_NAME}-example")


def own_clips(home_folder: Path) -> Path:
    """What a hospice brought in: clips and recordings, on this computer only and outside the vault (decision 0031)."""
    return home_folder / "own-clips"


def log_file(home_folder: Path) -> Path:
    """The log of this home; it never holds health data."""
    return home_folder / "log.txt"


# ---- folders that are copied elsewhere ----------------------------------------------------------
# A folder with one of these names, also as "Dropbox (Personal)" or "OneDrive - Hospice", belongs to the service.
_SERVICE_BY_FOLDER = {
    "onedrive": "OneDrive",
    "dropbox": "Dropbox",
    "google drive": "Google Drive",
    "googledrive": "Google Drive",
    "drivefs": "Google Drive",
    "icloud drive": "iCloud Drive",
    "iclouddrive": "iCloud Drive",
    "mobile documents": "iCloud Drive",
    "nextcloud": "Nextcloud",
    "owncloud": "ownCloud",
    "seafile": "Seafile",
    "syncthing": "Syncthing",
    "megasync": "MEGA",
    "pclouddrive": "pCloud",
    "pcloud drive": "pCloud",
    "proton drive": "Proton Drive",
    "box sync": "Box",
    "tresorit": "Tresorit",
    "cloudstorage": "a cloud drive",
}
# Names so plain that they count only directly in a person's own folder.
_SERVICE_BY_PLAIN_NAME = {"box": "Box", "mega": "MEGA", "sync": "Syncthing", "my drive": "Google Drive"}
_SERVICE_BY_MARKER = {
    ".stfolder": "Syncthing",
    ".dropbox": "Dropbox",
    ".dropbox.cache": "Dropbox",
    ".nextcloudsync.log": "Nextcloud",
    ".owncloudsync.log": "ownCloud",
    ".tmp.drivedownload": "Google Drive",
    ".849C9593-D756-4E56-8D6E-42412F2A707B": "OneDrive",
}
_MARKER_SHAPE = re.compile(r"\._?sync_[0-9a-f]{6,}\.db", re.IGNORECASE)
_ONEDRIVE_VARIABLES = ("OneDrive", "OneDriveConsumer", "OneDriveCommercial")
_DRIVE_REMOTE = 4
_FUSE = "ceph davfs davfs2 glusterfs google-drive-ocamlfuse gvfsd-fuse onedriver rclone s3fs smbnetfs sshfs"
_PLAIN = "afpfs afs beegfs ceph cifs davfs glusterfs lustre ncpfs nfs nfs4 smb2 smb3 smbfs webdav"
_NETWORK_SYSTEMS = frozenset(_PLAIN.split()) | frozenset(f"fuse.{name}" for name in _FUSE.split())


def looks_synced(
    path: Path,
    environment: Mapping[str, str] = os.environ,
    platform: str = sys.platform,
    own_folder: Path | None = None,
) -> str | None:
    """The name of the service that copies this folder elsewhere, or None.

    Two computers that write one database through such a service damage it, and old copies outlive a deletion.
    """
    own = (own_folder or Path.home()).absolute()
    for one in _as_given_and_resolved(path):
        service = (
            _by_variable(one, environment)
            or _by_name(one, own)
            or _by_marker(one)
            or (_by_apple_desktop(one, own) if platform == "darwin" else None)
            or (_by_roaming(one, environment) if platform == "win32" else None)
        )
        if service:
            return service
    return None


def is_network_share(path: Path, platform: str = sys.platform, mounts: Iterable[tuple[str, str]] | None = None) -> bool:
    """True where the folder lies on another computer. `mounts` are (mount point, file system) pairs, read when None."""
    if platform == "win32":
        return _is_windows_share(path)
    where = _real(path)
    best, system = "", ""
    for point, kind in _mounts(platform) if mounts is None else mounts:
        if len(point) >= len(best) and where.is_relative_to(point):
            best, system = point, kind
    return system in _NETWORK_SYSTEMS


def _as_given_and_resolved(path: Path) -> Iterator[Path]:
    given = path.expanduser().absolute()
    yield given
    real = _real(path)
    if real != given:
        yield real


def _real(path: Path) -> Path:
    try:
        return path.expanduser().resolve()
    except (OSError, RuntimeError):  # a loop of links; the unresolved path still answers
        return path.absolute()


def _by_variable(path: Path, environment: Mapping[str, str]) -> str | None:
    for name in _ONEDRIVE_VARIABLES:
        folder = environment.get(name)
        if folder and path.is_relative_to(folder):
            return "OneDrive"
    return None


def _by_name(path: Path, own: Path) -> str | None:
    for folder in (path, *path.parents):
        name = folder.name.casefold()
        plain = re.split(r" - | \(", name, maxsplit=1)[0]
        service = _SERVICE_BY_FOLDER.get(name) or _SERVICE_BY_FOLDER.get(plain)
        if service is None and folder.parent == own:
            service = _SERVICE_BY_PLAIN_NAME.get(name)
        if service:
            return service
    return None


def _by_marker(path: Path) -> str | None:
    for folder in (path, *path.parents):
        if folder == folder.parent:
            return None
        try:
            names = [entry.name for entry in folder.iterdir()]
        except OSError:
            continue
        for name in names:
            service = _SERVICE_BY_MARKER.get(name)
            # Dropbox keeps its settings in ~/.dropbox, which says nothing about the folder around it.
            if service and not (name == ".dropbox" and (folder / name).is_dir()):
                return service
            if _MARKER_SHAPE.fullmatch(name):
                return "Nextcloud"
    return None


def _by_apple_desktop(path: Path, own: Path) -> str | None:
    cloud = own / "Library" / "Mobile Documents" / "com~apple~CloudDocs"
    for name in ("Desktop", "Documents"):
        if (cloud / name).exists() and path.is_relative_to(own / name):
            return "iCloud Drive"
    return None


def _by_roaming(path: Path, environment: Mapping[str, str]) -> str | None:
    roaming = environment.get("APPDATA")
    return "a roaming profile" if roaming and path.is_relative_to(roaming) else None


def _is_windows_share(path: Path) -> bool:
    drive = path.drive or path.absolute().drive
    if drive.startswith(("\\\\", "//")):
        return not drive.startswith(("\\\\?\\", "\\\\.\\")) or drive[4:7].casefold() == "unc"
    if sys.platform == "win32":
        import ctypes

        return bool(ctypes.windll.kernel32.GetDriveTypeW(drive + "\\") == _DRIVE_REMOTE)
    return False


def _mounts(platform: str) -> Iterator[tuple[str, str]]:
    if platform == "darwin":
        import subprocess  # only some systems ask another program

        listed = subprocess.run(["/sbin/mount"], capture_output=True, text=True, check=False).stdout
        yield from ((m[1], m[2]) for m in re.finditer(r" on (.+) \((\w+)", listed))
        return
    try:
        lines = Path("/proc/self/mounts").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return
    for line in lines:
        _device, point, system, *_rest = line.split(" ")
        yield re.sub(r"\\([0-7]{3})", lambda m: chr(int(m[1], 8)), point), system
