"""Make the set of front-end files again through npm: python -m dashboards.assets.fetch [--update].

The lock holds names, versions and hashes. Without --update the files must come out exactly as
locked; with it the versions the installed Solara names are taken and the lock is written anew.
"""

import argparse
import base64
import fnmatch
import hashlib
import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from dashboards.assets.vendored import FOLDER, named, template
from simulation.errors import DoorwaysError

LOCK = Path(__file__).parent / "lock.json"

#: What of each package the page asks for; fonts.css and main8.css point at the fonts.
KEEP: Mapping[str, tuple[str, ...]] = {
    "@widgetti/solara-vuetify3-app": (
        "dist/solara-vuetify-app8.min.js",
        "dist/solara-vuetify-app8.min.js.LICENSE.txt",
        "dist/main8.css",
        "dist/fonts.css",
        "dist/*.woff2",
    ),
    "requirejs": ("require.js",),
}


def read_lock() -> dict[str, dict[str, Any]]:
    """Return the lock: package name to its version, integrity and sha256 of each kept file."""
    lock: dict[str, dict[str, Any]] = json.loads(LOCK.read_text(encoding="utf-8"))
    return lock


def named_versions() -> dict[str, str]:
    """Return the version of each package that the installed Solara's template names."""
    files = named(template(), version("ipywidgets").split(".")[0])
    found = {}
    for path in files:
        name, release = path.rsplit("/dist/")[0].rsplit("@", 1)
        found[name] = release.split("/")[0]
    return found


def pack(name: str, number: str, into: Path) -> tuple[Path, str]:
    """Let npm fetch one package and return its archive with the integrity computed from it.

    Raises
    ------
    DoorwaysError
        When npm is missing or cannot fetch the package.
    """
    npm = shutil.which("npm")
    if npm is None:
        raise DoorwaysError(
            "npm",
            "not found",
            "The front-end files come through npm.",
            "Install Node.js, then run this again.",
        )
    said = subprocess.run(
        [npm, "pack", f"{name}@{number}", "--pack-destination", str(into), "--silent"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    archives = sorted(into.glob("*.tgz"))
    if said.returncode or len(archives) != 1:
        raise DoorwaysError(
            "package",
            f"{name}@{number}",
            f"npm could not fetch it: {said.stderr.strip()}",
            "Check the connection and try again.",
        )
    digest = hashlib.sha512(archives[0].read_bytes()).digest()
    return archives[0], "sha512-" + base64.b64encode(digest).decode("ascii")


def unpack(archive: Path, name: str, into: Path) -> dict[str, str]:
    """Write the kept files of one archive into a folder; return the sha256 of each."""
    hashes: dict[str, str] = {}
    with tarfile.open(archive) as tar:
        for member in sorted(tar.getmembers(), key=lambda m: m.name):
            inner = member.name.removeprefix("package/")
            if not any(fnmatch.fnmatch(inner, pattern) for pattern in KEEP[name]):
                continue
            source = tar.extractfile(member)
            if source is None:
                continue
            data = source.read()
            target = into / inner
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
            hashes[inner] = hashlib.sha256(data).hexdigest()
    return hashes


def fetch(update: bool) -> None:
    """Fetch, check and place every package; with `update` write the lock anew.

    Raises
    ------
    DoorwaysError
        When what npm brings differs from the lock.
    """
    locked = read_lock() if LOCK.exists() else {}
    wanted = (
        named_versions() if update else {name: entry["version"] for name, entry in locked.items()}
    )
    lock: dict[str, dict[str, Any]] = {}
    with tempfile.TemporaryDirectory() as scratch:
        for number, (name, release) in enumerate(sorted(wanted.items())):
            room = Path(scratch) / str(number)
            room.mkdir()
            archive, integrity = pack(name, release, room)
            files = unpack(archive, name, Path(scratch) / "cdn" / f"{name}@{release}")
            lock[name] = {"version": release, "integrity": integrity, "files": files}
        if not update and lock != locked:
            raise DoorwaysError(
                "front-end files",
                "changed",
                "What npm brought differs from lock.json.",
                "Nothing was replaced; find out why before using --update.",
            )
        shutil.rmtree(FOLDER, ignore_errors=True)
        shutil.copytree(Path(scratch) / "cdn", FOLDER)
    LOCK.write_text(json.dumps(lock, indent=1) + "\n", encoding="utf-8")


def main() -> int:
    """Run the command; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument(
        "--update",
        action="store_true",
        help="take the versions the installed Solara names and write lock.json anew",
    )
    try:
        fetch(parser.parse_args().update)
    except DoorwaysError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"Front-end files are in {FOLDER.name}/.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
