"""What a study declares, what is asked of it, and what comes of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from dashboards.pages import fields
from dashboards.pages.away import Away
from dashboards.pages.fields import Field, Value
from dashboards.report.charts import Chart
from dashboards.report.sheets import Sheet
from simulation.runner.execution import Execution


class Group(StrEnum):
    """Name where a study stands."""

    PLAN = "plan"
    EVALUATE = "evaluate"
    RESEARCH = "research"


@dataclass(frozen=True)
class Table:
    """Hold one table with what stands above it."""

    title: str
    sheet: Sheet


@dataclass(frozen=True)
class Answer:
    """Hold what a study found, as its page shows it.

    Attributes
    ----------
    says
        How to read it.
    points
        Findings in sentences.
    notes
        What has to be borne in mind.
    files
        By what they are called: files it wrote, by name within its folder.
    """

    headline: str
    says: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    charts: tuple[Chart, ...] = ()
    tables: tuple[Table, ...] = ()
    notes: tuple[str, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Work:
    """Hold how a study is to run, the folder it writes its files into, and the results database.

    Attributes
    ----------
    on_stage
        Is told what begins, where a study does several things one after the other.
    """

    execution: Execution
    folder: Path
    db: str | None
    on_stage: Callable[[str], None] = lambda _: None


@dataclass(frozen=True)
class Study:
    """Declare one study.

    Attributes
    ----------
    name
        Its place in an address, and its command.
    title
        Its question in plain words.
    says
        What it does, in a sentence or two.
    answer
        Runs it with what was chosen.
    quick
        It takes a moment only, and needs no model.
    verb, more
        The command where it has another name, and what it is told besides the fields.
    of
        What is counted while it runs.
    private
        It is of real children: closed where another machine reaches the pages, and in no list of what ran.
    """

    name: str
    group: Group
    title: str
    says: str
    fields: tuple[Field, ...]
    answer: Callable[[Mapping[str, Any], Work], Answer]
    quick: bool = False
    verb: str = ""
    more: tuple[str, ...] = ()
    of: str = "futures"
    private: bool = False

    @property
    def path(self) -> str:
        """Return its address."""
        return f"/{self.name}"

    def chosen(self, values: Mapping[str, Value]) -> "Chosen":
        """Return what is asked of it; of what has to be ticked first only what is not as usual."""
        asked = (one for one in self.fields if one.name in values)
        told = (one for one in asked if not one.part or values[one.name] != one.usual)
        return Chosen(self.name, tuple((one.name, values[one.name]) for one in told))

    def label(self, chosen: "Chosen") -> str:
        """Return what is asked in words."""
        return fields.said(dict(chosen.values), self.fields)

    def command(self, chosen: "Chosen") -> str:
        """Return the command that finds the same."""
        return fields.command(self.verb or self.name, dict(chosen.values), self.fields, *self.more)


@dataclass(frozen=True)
class Chosen:
    """Hold what is asked of a study: the value of each of its fields."""

    study: str
    values: tuple[tuple[str, Value], ...]

    def link(self) -> str:
        """Return the address that opens its page with this choice."""
        return fields.link(f"/{self.study}", dict(self.values))

    def stamp(self) -> str:
        """Return a short text that tells it from others."""
        said = (f"{name}={fields.in_link(value)}" for name, value in self.values)
        return "|".join((self.study, *said))


@dataclass(frozen=True, eq=False)
class Result:
    """Hold an answer with its files, and its charts as SVG in their order."""

    answer: Answer
    away: Away
    pictures: tuple[str, ...]

    @property
    def headline(self) -> str:
        """Return what it says in a sentence."""
        return self.answer.headline
