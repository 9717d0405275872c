"""Bundled files are found in every kind of build, and folders that are copied elsewhere are recognised."""

from __future__ import annotations

from pathlib import Path

import pytest

from caregiver_app import locations

OWN = Path("/home/elena")


def test_a_checkout_finds_its_files_beside_the_package() -> None:
    assert (locations.fonts() / "NotoSans-Regular.ttf").is_file()
    assert (locations.resources() / "symptoms.toml").is_file()


def test_a_wheel_and_a_frozen_program_find_them_inside(tmp_path: Path) -> None:
    package = tmp_path / "caregiver_app"
    (package / "bundled").mkdir(parents=True)
    assert locations.bundled(package) == package / "bundled"


def test_a_person_s_files_are_local_and_apart_from_the_example(own_surroundings: Path) -> None:
    assert locations.home().is_relative_to(own_surroundings)
    assert locations.example_home() != locations.home()
    assert not locations.example_home().is_relative_to(locations.home())


@pytest.mark.parametrize(
    ("path", "service"),
    [
        ("/home/elena/OneDrive/care", "OneDrive"),
        ("/home/elena/OneDrive - St Mary Hospice/care", "OneDrive"),
        ("/home/elena/Dropbox (Personal)/care", "Dropbox"),
        ("/home/elena/Google Drive/care", "Google Drive"),
        ("/home/elena/Library/Mobile Documents/com~apple~CloudDocs/care", "iCloud Drive"),
        ("/home/elena/Library/CloudStorage/Box-Box/care", "a cloud drive"),
        ("/home/elena/iCloudDrive/care", "iCloud Drive"),
        ("/home/elena/Nextcloud/care", "Nextcloud"),
        ("/home/elena/Sync/care", "Syncthing"),
        ("/home/elena/Box/care", "Box"),
    ],
)
def test_a_synced_folder_is_known_by_its_name(path: str, service: str) -> None:
    assert locations.looks_synced(Path(path), {}, "linux", OWN) == service


@pytest.mark.parametrize(
    "path", ["/home/elena/.local/share/caregiver-coach", "/srv/box/care", "/home/elena/care/sync", "/home/elena/boxes"]
)
def test_an_ordinary_folder_is_left_in_peace(path: str) -> None:
    assert locations.looks_synced(Path(path), {}, "linux", OWN) is None


@pytest.mark.parametrize(
    ("marker", "service"),
    [
        (".stfolder", "Syncthing"),
        (".nextcloudsync.log", "Nextcloud"),
        ("._sync_a1b2c3d4e5f6.db", "Nextcloud"),
        (".dropbox", "Dropbox"),
        (".tmp.drivedownload", "Google Drive"),
    ],
)
def test_a_synced_folder_is_known_by_what_lies_in_it(tmp_path: Path, marker: str, service: str) -> None:
    (tmp_path / marker).touch()
    assert locations.looks_synced(tmp_path / "not" / "yet" / "there", {}, "linux", OWN) == service


def test_dropbox_s_settings_do_not_condemn_the_whole_home(tmp_path: Path) -> None:
    (tmp_path / ".dropbox").mkdir()
    assert locations.looks_synced(tmp_path / "care", {}, "linux", tmp_path) is None


def test_a_link_into_a_synced_folder_is_followed(tmp_path: Path) -> None:
    (tmp_path / "Nextcloud").mkdir()
    (tmp_path / "care").symlink_to(tmp_path / "Nextcloud")
    assert locations.looks_synced(tmp_path / "care", {}, "linux", OWN) == "Nextcloud"


def test_windows_says_itself_where_onedrive_lies(tmp_path: Path) -> None:
    assert locations.looks_synced(tmp_path / "care", {"OneDriveCommercial": str(tmp_path)}, "win32", OWN) == "OneDrive"


def test_a_roaming_profile_counts_as_synced(tmp_path: Path) -> None:
    assert locations.looks_synced(tmp_path / "care", {"APPDATA": str(tmp_path)}, "win32", OWN) == "a roaming profile"


def test_documents_that_icloud_keeps_are_synced(tmp_path: Path) -> None:
    (tmp_path / "Library/Mobile Documents/com~apple~CloudDocs/Documents").mkdir(parents=True)
    assert locations.looks_synced(tmp_path / "Documents/care", {}, "darwin", tmp_path) == "iCloud Drive"
    assert locations.looks_synced(tmp_path / "Music/care", {}, "darwin", tmp_path) is None


def test_the_nearest_mount_decides_about_a_network_share() -> None:
    mounts = [("/", "ext4"), ("/home", "nfs4"), ("/home/elena/local", "xfs"), ("/mnt/nas", "cifs")]
    assert locations.is_network_share(Path("/home/elena/care"), "linux", mounts)
    assert locations.is_network_share(Path("/mnt/nas/care"), "linux", mounts)
    assert not locations.is_network_share(Path("/home/elena/local/care"), "linux", mounts)
    assert not locations.is_network_share(Path("/opt/care"), "linux", mounts)


def test_a_mount_with_a_similar_name_is_another_folder() -> None:
    assert not locations.is_network_share(Path("/mnt/nas2/care"), "linux", [("/", "ext4"), ("/mnt/nas", "nfs")])


def test_this_computer_s_own_disk_is_no_share(tmp_path: Path) -> None:
    assert not locations.is_network_share(tmp_path)
