"""A database file on a network share is refused: SQLite's log does not work there, and damage comes later."""

from pathlib import Path
from typing import Final

import psutil

from simulation.errors import DoorwaysError

#: File systems of other machines, as systems name them.
NETWORKED: Final = frozenset(
    (
        *("nfs", "nfs3", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "afpfs", "afs", "ncpfs"),
        *("webdav", "davfs", "fuse.sshfs", "fuse.rclone", "fuse.s3fs", "ceph", "fuse.ceph"),
        *("glusterfs", "fuse.glusterfs", "lustre", "gpfs", "beegfs", "beegfs_nodev", "orangefs"),
        *("ocfs2", "gfs2"),
    )
)
#: How Windows says it of a drive, and how a share begins that has no letter; a local path may begin so too.
_REMOTE: Final = "remote"
_SHARE, _LOCAL = "\\\\", ("\\\\?\\", "\\\\.\\")


def refuse_share(file: Path) -> None:
    """Refuse a path that lies on another machine.

    Raises
    ------
    DoorwaysError
        When it does; it says what to use instead.
    """
    kind = _share(file)
    if kind:
        raise DoorwaysError(
            "database",
            str(file),
            f"It lies on a network share ({kind}), where SQLite's locks and its log do not work: runs would be lost.",
            "Name a file on a disk of this machine with --db and copy it when the command has ended, or use "
            "PostgreSQL; parts of a batch each have a file of their own, joined by 'doorways batch merge'.",
        )


def _share(file: Path) -> str:
    """Return the kind of share a path lies on; empty when on none, or when that cannot be told."""
    drive = file.drive
    if drive.startswith(_SHARE) and not drive.startswith(_LOCAL):
        return drive
    try:
        whole = file.resolve()
        mounts = psutil.disk_partitions(all=True)
    except (OSError, RuntimeError):
        return ""
    over = [one for one in mounts if whole.is_relative_to(one.mountpoint)]
    # Of those at one place, the last is the one that is seen.
    here = max(enumerate(over), key=lambda one: (len(one[1].mountpoint), one[0]), default=None)
    if here is None:
        return ""
    _, mount = here
    remote = mount.fstype.lower() in NETWORKED or _REMOTE in mount.opts.split(",")
    return str(mount.fstype) if remote else ""
