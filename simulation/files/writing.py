"""Write a file whole or not at all: it takes its place when everything in it is written."""

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from simulation.errors import DoorwaysError


def write_text(path: Path, text: str) -> None:
    r"""Write a text in UTF-8, its lines ending in ``\n`` on every system.

    Raises
    ------
    DoorwaysError
        When it cannot be written; what was there before is still there.
    """
    with whole(path) as fresh:
        fresh.write_bytes(text.encode("utf-8", errors="backslashreplace"))


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """Give an empty place beside `path` to write to; on leaving, it takes the place of `path`.

    What is not a file, such as a pipe or a device, is given itself.

    Raises
    ------
    DoorwaysError
        When it cannot be written; what was there before is still there.
    """
    with _explained(path):
        if path.exists() and not path.is_file():
            yield path
            return
        # A link keeps pointing where it did.
        target = path.resolve()
        fresh = target.with_name(f".{secrets.token_hex(8)}.new")
        try:
            if target.exists() and not os.access(target, os.W_OK):
                raise PermissionError
            yield fresh
            if target.exists():
                shutil.copymode(target, fresh)
            fresh.replace(target)
        finally:
            fresh.unlink(missing_ok=True)


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except PermissionError:
        rule = (
            "It may not be replaced: it is protected, or another program, such as a spreadsheet, "
            "has it open."
        )
        step = "Close it there, or choose another folder, and ask again; finished runs are kept."
        raise DoorwaysError("file", str(path), rule, step) from None
    except OSError as fault:
        rule = f"It cannot be written ({(fault.strerror or type(fault).__name__).lower()})."
        step = "Make room or choose another folder, and ask again; finished runs are kept."
        raise DoorwaysError("file", str(path), rule, step) from None
