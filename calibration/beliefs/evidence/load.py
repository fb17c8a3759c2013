"""Read the register and the bibliography from disk: the only place that does."""

import difflib
import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import fields
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from calibration.beliefs.evidence.figure import (
    DISTRIBUTIONS,
    GRADES,
    INTERVALS,
    KINDS,
    LABELS,
    Figure,
    Problem,
    Source,
    bounds,
    frozen,
    leaves,
    shape_of,
)
from simulation.errors import DoorwaysError
from simulation.files.reading import read_text

HERE: Final = Path(__file__).parent
FIGURES: Final = HERE / "figures"
SOURCES: Final = HERE / "sources.toml"
DEFAULTS: Final = "_defaults"
"""Table at the head of a topic file whose fields every figure of the file shares."""

_FIELDS: Final = frozenset(f.name for f in fields(Figure)) - {"id", "topic"}
_NAME: Final = re.compile(r"[a-z][a-z0-9_]*")
_VOCABULARY: Final = (
    ("kind", KINDS),
    ("label", LABELS),
    ("grade", GRADES),
    ("distribution", DISTRIBUTIONS),
    ("interval_meaning", ("", *INTERVALS)),
)


@cache
def figures() -> Mapping[str, Figure]:
    """Return every figure of the register by id.

    Raises
    ------
    DoorwaysError
        When a file cannot be read as figures.
    """
    found, problems = read(FIGURES)
    if problems:
        first = problems[0]
        raise DoorwaysError(
            "evidence register",
            first.name,
            first.says,
            "Run 'doorways evidence check' and mend the file it names.",
        )
    return MappingProxyType({figure.id: figure for figure in found})


@cache
def sources() -> Mapping[str, Source]:
    """Return every source of the bibliography by key.

    Raises
    ------
    DoorwaysError
        When sources.toml is damaged or an entry lacks a field.
    """
    try:
        return MappingProxyType(
            {key: Source(key=key, **entry) for key, entry in _tables(SOURCES).items()}
        )
    except (TypeError, tomllib.TOMLDecodeError) as fault:
        raise DoorwaysError(
            "evidence sources",
            SOURCES.name,
            f"Every source needs title, author, year, url, licence and retrieved ({fault}).",
            "Mend the entry.",
        ) from fault


def figure(name: str) -> Figure:
    """Return one figure.

    Raises
    ------
    DoorwaysError
        When the register has no such figure; names the nearest ones.
    """
    try:
        return figures()[name]
    except KeyError:
        near = difflib.get_close_matches(name, figures(), n=3)
        hint = (
            f"Did you mean {', '.join(near)}?"
            if near
            else "Add it under calibration/beliefs/evidence."
        )
        raise DoorwaysError(
            "figure", name, "The evidence register has no such figure.", hint
        ) from None


def read(folder: Path) -> tuple[list[Figure], list[Problem]]:
    """Read every topic file of a folder, keeping what is sound and listing what is not."""
    found: dict[str, Figure] = {}
    problems: list[Problem] = []
    for path in sorted(folder.glob("*.toml")):
        try:
            tables = _tables(path)
        except tomllib.TOMLDecodeError as fault:
            problems.append(Problem(path.name, "unreadable", f"is not a TOML file ({fault})"))
            continue
        shared = tables.pop(DEFAULTS, {})
        for name, entry in tables.items():
            if name in found:
                says = f"stands in {found[name].topic} and {path.stem}: ids must be unique"
                problems.append(Problem(name, "duplicate", says))
                continue
            result = _figure(name, {**shared, **entry}, path.stem)
            if isinstance(result, Problem):
                problems.append(result)
            else:
                found[name] = result
    return list(found.values()), problems


def _figure(name: str, entry: Mapping[str, Any], topic: str) -> Figure | Problem:
    if unknown := entry.keys() - _FIELDS:
        return Problem(name, "field", f"has unknown fields {sorted(unknown)}")
    if missing := {"says", "value", "unit"} - entry.keys():
        return Problem(name, "field", f"lacks {', '.join(sorted(missing))}")
    if not _NAME.fullmatch(name):
        return Problem(name, "id", "ids are lower-case words joined by underscores")
    made = Figure(id=name, topic=topic, **{k: frozen(v) for k, v in entry.items()})
    for field, words in _VOCABULARY:
        if getattr(made, field) not in words:
            return Problem(name, field, f"{field} must be one of {', '.join(filter(None, words))}")
    if not _is_shaped(made):
        return Problem(name, "shape", "value, low and high must be numbers in one shape")
    return made


def _is_shaped(made: Figure) -> bool:
    try:
        shapes = {shape_of(v) for v in (made.value, *(bounds(made) or ()))}
        numbers = all(type(v) in (int, float) for v in leaves(made.value))
    except (TypeError, ValueError):
        return False
    return len(shapes) == 1 and numbers


def _tables(path: Path) -> dict[str, dict[str, Any]]:
    """Parse a file of plain tables.

    Start-up counts, and tomllib needs many times longer than the JSON parser; values written on
    one line are JSON as well, so only a file that says more than that goes to tomllib.
    """
    text = read_text(path, "evidence file")
    try:
        return _plain_tables(text)
    except ValueError:
        return tomllib.loads(text)


def _plain_tables(text: str) -> dict[str, dict[str, Any]]:
    tables: dict[str, dict[str, Any]] = {}
    preface, *blocks = ("\n" + text).split("\n[")
    if any(line and line[0] != "#" for line in preface.splitlines()):
        raise ValueError(preface)
    for block in blocks:
        head, *body = block.splitlines()
        name = head[:-1]
        if head[-1:] != "]" or not name.replace("_", "").isalnum() or name in tables:
            raise ValueError(head)
        pairs = [_pair(line) for line in body if line and line[0] != "#"]
        tables[name] = json.loads("{" + ",".join(pairs) + "}")
        if len(tables[name]) != len(pairs):
            raise ValueError(head)
    return tables


def _pair(line: str) -> str:
    key, equals, value = line.partition(" = ")
    if not equals or not key.isidentifier():
        raise ValueError(line)
    return f'"{key}":{value}'
