"""In which line of a TOML file a key stands."""

import re
from collections.abc import Sequence
from typing import Final

type Loc = Sequence[int | str]

_TABLE: Final = re.compile(r"^\s*\[(?P<double>\[)?\s*(?P<name>[^\[\]]+?)\s*\]")
_KEY: Final = re.compile(r"^\s*(?P<key>[\w\"'-]+(\s*\.\s*[\w\"'-]+)*)\s*=")


def line_of(text: str, loc: Loc) -> int:
    """Return the line of a key, or of what it stands in where it is missing; lines count from 1.

    Parameters
    ----------
    text
        The file.
    loc
        Keys from outside in; numbers count tables of one name, from 0.
    """
    places = _places(text)
    for length in range(len(loc), 0, -1):
        if (found := places.get(tuple(loc[:length]))) is not None:
            return found
    return 1


def _places(text: str) -> dict[tuple[int | str, ...], int]:
    """Return the line of every table and key."""
    found: dict[tuple[int | str, ...], int] = {}
    counts: dict[tuple[int | str, ...], int] = {}
    path: tuple[int | str, ...] = ()
    for number, line in enumerate(text.splitlines(), start=1):
        if table := _TABLE.match(line):
            path = _entered(table, counts)
            found.setdefault(path, number)
        elif key := _KEY.match(line):
            found.setdefault((*path, *_parts(key["key"])), number)
    return found


def _entered(
    table: re.Match[str], counts: dict[tuple[int | str, ...], int]
) -> tuple[int | str, ...]:
    """Return the path a heading leads to: inside the last of each list of tables on the way."""
    path: tuple[int | str, ...] = ()
    parts = _parts(table["name"])
    for i, part in enumerate(parts):
        path = (*path, part)
        last = i == len(parts) - 1
        if last and table["double"]:
            counts[path] = counts.get(path, -1) + 1
        if path in counts:
            path = (*path, counts[path])
    return path


def _parts(dotted: str) -> list[str]:
    return [part.strip().strip("\"'") for part in dotted.split(".")]
