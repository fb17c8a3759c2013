"""Programmes, practices and conditions that ship as files: what each is and how it is known."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from calibration.beliefs.evidence.load import figures, sources
from scenarios.opened_files import PARTS
from simulation.files.toml_file import read_toml
from simulation.services.file_phrases import while_in_words


@dataclass(frozen=True)
class Part:
    """Hold one file.

    Attributes
    ----------
    name, type, title
        Its own name, what it is (programme, practice or condition), and one line.
    file
        What a scenario names it by.
    acts_on
        Processes and options of choices its effects act on.
    listed
        The same, saying which act during short stays alone.
    grades, sources
        Grades of its effects, best first, and where their sizes are from.
    """

    name: str
    type: str
    title: str
    file: str
    acts_on: tuple[str, ...]
    listed: tuple[str, ...]
    grades: tuple[str, ...]
    sources: tuple[str, ...]


@cache
def shipped_parts() -> tuple[Part, ...]:
    """Return every file of a programme, practice or condition that ships, by name."""
    paths = sorted(PARTS.glob("*.toml"))
    return tuple(_part(f"{PARTS.name}/{path.name}", read_toml(path, "file")) for path in paths)


def _part(file: str, data: Mapping[str, Any]) -> Part:
    effects = data["effects"]
    return Part(
        name=data["name"],
        type=data["type"],
        title=data["title"],
        file=file,
        acts_on=tuple(one["acts_on"] for one in effects),
        listed=tuple(f"{one['acts_on']}{while_in_words(one)}" for one in effects),
        grades=tuple(sorted({one["grade"] for one in effects})),
        sources=tuple(dict.fromkeys(_source(one) for one in effects)),
    )


def _source(effect: Mapping[str, Any]) -> str:
    """Return the work an effect's figure is from, or what the file says."""
    if "figure" not in effect:
        return str(effect["source"])
    key = figures()[effect["figure"]].source
    return sources()[key].title if key in sources() else str(effect["source"])
