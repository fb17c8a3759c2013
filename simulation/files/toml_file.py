"""Read TOML that somebody wrote: limits hold before it is parsed, and its texts are plain."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from simulation.errors import DoorwaysError
from simulation.files.plain_text import UNSEEN, shown
from simulation.files.reading import MOST_BYTES, read_text

MOST_DEPTH: Final = 16
MOST_PARTS: Final = 16
MOST_DIGITS: Final = 60

#: Strings and comments, ended or not, so that every letter is looked at once.
_QUOTED: Final = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*+(?:"""|\Z)'
    r"|'''(?:[^']|'(?!''))*+(?:'''|\Z)"
    r'|"(?:[^"\\\n]|\\.)*+"?'
    r"|'[^'\n]*+'?"
    r"|#[^\n]*+",
    re.DOTALL,
)
_LETTER: Final = re.compile(r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}|\\.|.", re.DOTALL)
_ESCAPES: Final = {r"\b": "\b", r"\f": "\f", r"\r": "\r"}
_NUMBER: Final = re.compile(rf"(?<![\w.+-])[+-]?[0-9][\w.+-]{{{MOST_DIGITS},}}")
_KEY: Final = re.compile(r"[^=\n,\[\]{}]+")
_BRACKET: Final = re.compile(r"[\[\]{}]")


def read_toml(path: Path, thing: str) -> dict[str, Any]:
    """Return the tables of a TOML file.

    Raises
    ------
    DoorwaysError
        When the file cannot be read or `parse_toml` refuses its text.
    """
    return parse_toml(read_text(path, thing), thing, str(path))


def parse_toml(text: str, thing: str, where: str) -> dict[str, Any]:
    """Return the tables of a TOML text.

    Parameters
    ----------
    text
        The text of a file.
    thing
        What it is, in the user's words, for the error.
    where
        Its name or path, for the error.

    Raises
    ------
    DoorwaysError
        When it is not TOML; is nested too deep, has keys of too many parts, numbers that are too
        long or is too large altogether; or holds characters that cannot be seen.
    """
    if fault := _too_much(text):
        raise DoorwaysError(thing, where, fault, "Make it simpler.")
    try:
        found = tomllib.loads(text)
    except (RecursionError, MemoryError):
        rule = "It is nested too deep, or too large."
        raise DoorwaysError(thing, where, rule, "Make it simpler.") from None
    except ValueError as fault:
        rule = f"It is not a TOML file: {fault}."
        raise DoorwaysError(thing, where, rule, "Mend that line.") from None
    _check_plain(found, thing, text)
    return found


@contextmanager
def right_kinds(thing: str, name: str) -> Iterator[None]:
    """Explain what goes wrong when a field of a table is text where a number belongs, or the like.

    Raises
    ------
    DoorwaysError
        When a field is of the wrong kind; it names the table.
    """
    try:
        yield
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as fault:
        rule = f"A field is missing or of the wrong kind ({fault})."
        raise DoorwaysError(thing, name, rule, "Mend that table.") from fault


def _too_much(text: str) -> str:
    """Say which limit a text breaks and in which line, before a parser spends anything on it."""
    if len(text) > MOST_BYTES:
        return f"It holds more than {MOST_BYTES:,} characters."
    bare = _QUOTED.sub(lambda found: re.sub(r"[^\n]", '"', found[0]), text)
    if number := _NUMBER.search(bare):
        return f"Line {_line(bare, number.start())}: a number has at most {MOST_DIGITS} digits."
    for key in _KEY.finditer(bare):
        if key[0].count(".") >= MOST_PARTS:
            return f"Line {_line(bare, key.start())}: a key has at most {MOST_PARTS} parts."
    depth = 0
    for bracket in _BRACKET.finditer(bare):
        depth += 1 if bracket[0] in "[{" else -1
        if depth > MOST_DEPTH:
            where = _line(bare, bracket.start())
            return f"Line {where}: brackets are nested at most {MOST_DEPTH} deep."
    return ""


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1


def _check_plain(found: Mapping[str, Any], thing: str, whole: str) -> None:
    for path, text in _texts(found, ()):
        if unseen := UNSEEN.search(text):
            place = ", ".join((thing, *path))
            line = _line_of_unseen(whole)
            rule = f"Line {line}: it holds a character that cannot be seen, {shown(unseen[0])}."
            raise DoorwaysError(place, text, rule, "Take that character out.")


def _line_of_unseen(text: str) -> int:
    """Return the line of the first character outside comments that cannot be seen, or its escape."""
    for quoted in _QUOTED.finditer(text):
        if not quoted[0].startswith("#"):
            for letter in _LETTER.finditer(quoted[0]):
                if UNSEEN.search(_meant(letter[0])):
                    return _line(text, quoted.start() + letter.start())
    return 1


def _meant(letter: str) -> str:
    """Return the character that a letter or an escape of a TOML string stands for."""
    if letter[:2] in ("\\u", "\\U"):
        return chr(int(letter[2:], 16))
    return _ESCAPES.get(letter, letter)


def _texts(value: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Return every key and text with the place it stands in, counted from 1 within lists."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, Mapping):
        for key, part in value.items():
            yield path, key
            yield from _texts(part, (*path, key))
    elif isinstance(value, list):
        for number, part in enumerate(value, start=1):
            yield from _texts(part, (*path[:-1], f"{path[-1]} {number}"))
