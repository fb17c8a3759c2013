"""Read a file somebody hands over, however it was saved: within a size, or one clear error."""

import codecs
from pathlib import Path
from typing import Final

from simulation.errors import DoorwaysError

#: Bytes of a file that a person writes, such as a scenario.
MOST_BYTES: Final = 250_000
#: Bytes of a published table.
MOST_TABLE_BYTES: Final = 200_000_000

_UTF16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
#: How tables are saved that come from older spreadsheet programs.
_WINDOWS: Final = "cp1252"


def read_text(path: Path, thing: str) -> str:
    """Return the text of a file in UTF-8, with or without a mark at its start, or in UTF-16.

    Lines end in a line feed, whatever they end in in the file.

    Parameters
    ----------
    path
        The file.
    thing
        What it is, in the user's words, for the error.

    Raises
    ------
    DoorwaysError
        When it cannot be read, is too large or is not such text.
    """
    text = _decoded(_bytes(path, thing, MOST_BYTES), path, thing, ())
    return text.replace("\r\n", "\n").replace("\r", "\n")


def read_table_text(path: Path, thing: str) -> str:
    """Return the text of a published table, which may also be in Windows-1252; lines end as they do.

    Raises
    ------
    DoorwaysError
        When it cannot be read, is too large or is not such text.
    """
    return _decoded(_bytes(path, thing, MOST_TABLE_BYTES), path, thing, (_WINDOWS,))


def _bytes(path: Path, thing: str, most: int) -> bytes:
    try:
        with path.open("rb") as stream:
            # One more than allowed tells a file that is too large without reading it whole.
            content = stream.read(most + 1)
    except FileNotFoundError:
        step = "Check the path and the name."
        raise DoorwaysError(thing, str(path), "There is no such file.", step) from None
    except (OSError, ValueError) as fault:
        reason = getattr(fault, "strerror", None) or str(fault)
        rule = f"It cannot be read ({reason})."
        raise DoorwaysError(thing, str(path), rule, "Check the path and its permissions.") from None
    if len(content) > most:
        rule = f"It holds more than {most:,} bytes, the most that is read."
        raise DoorwaysError(thing, str(path), rule, "Give a smaller file.")
    return content


def _decoded(content: bytes, path: Path, thing: str, older: tuple[str, ...]) -> str:
    known = ("utf-16",) if content.startswith(_UTF16) else ("utf-8-sig", *older)
    at = 0
    for encoding in known:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError as fault:
            at = at or fault.start
            continue
        # UTF-16 without its mark passes for UTF-8 full of NUL characters.
        if "\0" not in text:
            return text
        at = at or content.index(b"\0")
    line = content.count(b"\n", 0, at) + 1
    allowed = "UTF-8 or UTF-16" + (" or Windows-1252" if older else "")
    rule = f"It is not text in {allowed}: see line {line}."
    raise DoorwaysError(thing, str(path), rule, "Save it as UTF-8 and try again.")
