"""What a report shows, as plain values: the only shape the charts, tables and pages read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from agents.words import capital
from dashboards.report.captions import source
from dashboards.report.lettering import shortened
from scenarios import words
from scenarios.called import AS_READY, WITHOUT
from scenarios.verdict import FEWER, MORE

#: Letters of a title where there is little room.
LONGEST = 40


@dataclass(frozen=True)
class Estimate:
    """Hold an average with two intervals.

    `low` to `high` is the range of outcomes (one more run falls inside 9 times in 10); `mean_low` to
    `mean_high` is how surely the average itself is known (95%).
    """

    mean: float
    low: float
    high: float
    mean_low: float
    mean_high: float


@dataclass(frozen=True)
class Line:
    """Hold one measure over one window for both arms and their paired difference.

    `verdict`, `judgement` and `size` are those of `scenarios.verdict`: what the difference amounts
    to, whether that is better or worse, and the size it was set against. `shares` are of the variance
    between futures: luck of the children, luck of the years, what is not known.
    """

    name: str
    label: str
    unit: str
    kind: str
    about: str
    window: str
    baseline: Estimate
    scenario: Estimate
    difference: Estimate
    verdict: str
    judgement: str | None
    size: float
    shares: tuple[float | None, float | None, float | None]
    variance_ratio: float | None

    @property
    def luck(self) -> float | None:
        """Return the share of luck, of children and years together, if it is known."""
        children, years, _ = self.shares
        return None if children is None or years is None else children + years

    @property
    def said(self) -> str:
        """Write the verdict: "fewer (better)", "too small to matter"."""
        return words.verdict(self.verdict, self.kind, self.judgement)

    @property
    def is_change(self) -> bool:
        """Tell whether the direction is known and the size matters."""
        return self.verdict in (MORE, FEWER)

    @property
    def finding(self) -> str:
        """Write verdict and difference in one: "about 23 fewer (5 to 40 fewer)"."""
        return self.prose if self.is_change else f"{self.verdict}: {self.prose}"

    @property
    def prose(self) -> str:
        """Write the difference in words, with its range of outcomes."""
        d = self.difference
        return words.about(d.mean, d.low, d.high, self.kind)


@dataclass(frozen=True)
class Band:
    """Hold a curve with its range of outcomes; all four have one entry per time, in years.

    `middle` is the average over the runs, as in the tables.
    """

    times: tuple[float, ...]
    middle: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]


@dataclass(frozen=True)
class Trend:
    """Hold one weekly number for both arms and the paired difference."""

    label: str
    baseline: Band
    scenario: Band
    difference: Band


@dataclass(frozen=True)
class Source:
    """Name a work, and how many figures come from it that the scenario reads and its baseline does not."""

    title: str
    author: str
    published: str
    url: str
    of_scenario: int = 0


@dataclass(frozen=True)
class Assumption:
    """State one figure the result rests on that nobody has measured."""

    says: str
    value: str
    interval: str
    kind: str
    grade: str


@dataclass(frozen=True)
class Opened:
    """Say what one arm opens: one list of lines for each thing, and the scenario's whole file."""

    title: str
    things: tuple[tuple[str, ...], ...]
    toml: str


@dataclass(frozen=True)
class Content:
    """Hold everything a comparison's table, charts and report say."""

    authority: str
    scenario: str
    scenario_title: str
    baseline_title: str
    headline: str
    years: int
    replicates: int
    seed: int
    base_year: int
    central: bool
    published_claims: bool
    lines: tuple[Line, ...]
    yearly: tuple[Line, ...]
    trend: Trend | None
    facts: tuple[tuple[str, str], ...]
    assumptions: tuple[Assumption, ...] = field(default=())
    sources: tuple[Source, ...] = field(default=())
    notes: tuple[str, ...] = field(default=())
    opened: tuple[Opened, ...] = field(default=())
    funnel: Mapping[str, Any] | None = None
    needed: Mapping[str, Any] | None = None
    whom: Mapping[str, Any] | None = None
    labels: tuple[str, ...] = ()
    price_year: str = ""
    made: date | None = None

    @property
    def whose(self) -> str:
        """Say whose numbers these are, for a chart that is pasted elsewhere."""
        end = self.base_year + self.years
        return (
            f"{self.authority}, 31 March {self.base_year} to {end}: {self.scenario_title} against "
            f"{self.baseline_title}, {self.replicates} runs.{self.label} {source(self.made)}"
        )

    @property
    def prices(self) -> str:
        """Say in which prices money is, as a sentence for a chart."""
        return f"Prices of {self.price_year}."

    @property
    def label(self) -> str:
        """Say what is believed that is not what the evidence says, as a sentence; empty: nothing."""
        said = "; ".join(self.labels)
        return f" {capital(said)}." if said else ""

    @property
    def baseline_label(self) -> str:
        """Name the baseline where there is little room."""
        return short(self.baseline_title)

    @property
    def scenario_label(self) -> str:
        """Name the scenario where there is little room."""
        label = short(self.scenario_title)
        return label if label != self.baseline_label else self.scenario

    def line(self, name: str) -> Line:
        """Find a measure over the whole horizon.

        Raises
        ------
        KeyError
            When the comparison has no such measure.
        """
        return {x.name: x for x in self.lines}[name]


def short(title: str) -> str:
    """Shorten a title to its first words, keeping what tells a scenario from one it is made of."""
    head, *rest = title.split(" (")
    label = shortened(head.partition(",")[0].strip() or title, LONGEST)
    kept = [f"({shortened(mark, LONGEST)})" for mark in map(_mark, rest) if mark]
    return " ".join([label, *kept])


def _mark(said: str) -> str:
    """Return what a part of a title in brackets says of how it was made; empty: nothing."""
    if "twin:" in said:
        return said.partition(":")[0]
    return said.partition(")")[0] if said.startswith((WITHOUT, AS_READY)) else ""
