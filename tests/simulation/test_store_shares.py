"""A database on a network share is refused before anything is made there, with what to do instead."""

from pathlib import Path, PureWindowsPath
from types import SimpleNamespace

import psutil
import pytest

from simulation.errors import DoorwaysError
from simulation.store import shares
from simulation.store.store import open_store


def mounted(*places: tuple[Path | str, str, str]) -> list[SimpleNamespace]:
    """What a system says of its file systems: where, of what kind, and how."""
    return [SimpleNamespace(mountpoint=str(at), fstype=kind, opts=o) for at, kind, o in places]


@pytest.mark.parametrize(
    ("kind", "options"),
    [("nfs4", "rw,relatime"), ("cifs", "rw"), ("FUSE.sshfs", "rw"), ("NTFS", "rw,remote")],
)
def test_a_share_is_refused_and_nothing_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, options: str
) -> None:
    """Whatever kind of share: the message says which, and names the ways out."""
    places = mounted((tmp_path.anchor, "ext4", "rw"), (tmp_path / "share", kind, options))
    monkeypatch.setattr(psutil, "disk_partitions", lambda all: places)  # noqa: A006
    with pytest.raises(DoorwaysError, match=kind) as told:
        open_store(tmp_path / "share" / "deep" / "runs.sqlite")
    assert "PostgreSQL" in told.value.next_step
    assert not (tmp_path / "share").exists()


def test_what_is_mounted_over_a_share_is_not_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file system that holds the file counts, the deepest and the last: not one beside or below it."""
    local = tmp_path / "share" / "local"
    places = mounted(
        (tmp_path.anchor, "nfs", "rw"),
        (tmp_path / "other", "nfs", "rw"),
        (local, "nfs", "rw"),
        (local, "ext4", "rw"),
    )
    monkeypatch.setattr(psutil, "disk_partitions", lambda all: places)  # noqa: A006
    open_store(local / "runs.sqlite").close()
    assert (local / "runs.sqlite").is_file()


@pytest.mark.parametrize(
    ("path", "refused"),
    [
        (r"\\server\share\runs.sqlite", True),
        (r"\\?\C:\data\runs.sqlite", False),
        (r"C:\data\runs.sqlite", False),
    ],
)
def test_windows_shares_without_a_letter(
    path: str, refused: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A path that begins with a server's name is a share; a long local path begins alike and is none."""
    monkeypatch.setattr(psutil, "disk_partitions", lambda all: [])  # noqa: A006

    class Windows(PureWindowsPath):
        """A path of Windows, as far as it is asked here."""

        def resolve(self) -> "Windows":
            """It is whole already."""
            return self

    found = shares._share(Windows(path))  # type: ignore[arg-type]
    assert bool(found) is refused


def test_a_system_that_does_not_say_is_trusted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where its file systems cannot be listed, the file is opened."""

    def refuses(all: bool) -> list[SimpleNamespace]:  # noqa: A002
        raise PermissionError(all)

    monkeypatch.setattr(psutil, "disk_partitions", refuses)
    open_store(tmp_path / "runs.sqlite").close()
