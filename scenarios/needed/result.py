"""What would have to be true, in numbers and in a sentence for each thing that could be otherwise."""

from dataclasses import dataclass
from typing import Any, Final

from calibration.beliefs.evidence.draw import below
from calibration.beliefs.evidence.figure import Figure, bounds
from scenarios import words
from scenarios.needed.levers import Lever
from scenarios.needed.search import Found, Reading, Verdict
from scenarios.needed.target import Target
from scenarios.statistics import MEAN_LEVEL
from simulation.numbers import written

#: What lies beyond one of these chances is told as one in so many.
ONE_IN: Final = (1000, 500, 200, 100, 50, 20, 10)


@dataclass(frozen=True)
class Answer:
    """Hold what one lever would have to be.

    Attributes
    ----------
    found
        Where it begins to be enough.
    believed
        The least and the most of what is believed that lies where it is enough, as probabilities;
        None where it is not drawn or there is no crossing.
    sentence
        All of it in words.
    """

    lever: Lever
    found: Found
    believed: tuple[float, float] | None
    sentence: str

    def to_dict(self) -> dict[str, Any]:
        """Return plain data for comparison.json."""
        lever, found, figure = self.lever, self.found, self.lever.believed
        ends = bounds(figure) if figure is not None else None
        return {
            "name": lever.declared.name,
            "says": lever.declared.says,
            "of": lever.title,
            "need": lever.declared.need.value,
            "unit": lever.declared.unit,
            "now": lever.now,
            "tried_from": lever.scale.low,
            "tried_to": lever.scale.high,
            "verdict": found.verdict.value,
            "at": found.at,
            "low": found.low,
            "high": found.high,
            "or_more": found.more if found.at is not None else None,
            "evidence": figure.value if figure is not None else None,
            "evidence_low": ends[0] if ends else None,
            "evidence_high": ends[1] if ends else None,
            "evidence_meaning": figure.interval_meaning if figure is not None else "",
            "believed_low": self.believed[0] if self.believed else None,
            "believed_high": self.believed[1] if self.believed else None,
            "sentence": self.sentence,
            "readings": [
                {"value": one.value, "mean": one.mean, "low": one.low, "high": one.high}
                for one in found.readings
            ],
        }


@dataclass(frozen=True)
class Needed:
    """Hold what would have to be true for one target.

    Attributes
    ----------
    now
        What the scenario gives as it is: how much is lacking.
    pairs
        Futures that every value was tried on.
    baseline
        Average of the measure without it.
    """

    target: Target
    now: Reading
    pairs: int
    baseline: float
    answers: tuple[Answer, ...]

    @property
    def opening(self) -> str:
        """Say what is asked for, and how far from it the scenario is."""
        says = f"For {self.target.says}"
        if self.now.enough:
            return f"{says}, nothing would have to be otherwise: it is so already."
        if self.now.lacking:
            return f"{says}, one thing would have to be true. Now it is {_short(self.target, self.now)}."
        short = _short(self.target, self.now)
        return f"{says}: whether it is so already cannot be told ({short})."

    @property
    def method(self) -> str:
        """Say how it was found, and what the ranges are."""
        return (
            "One thing at a time, all else at its central value as the scenario has it, each value "
            f"tried on the same {self.pairs} pairs of runs. After what would be enough stands, in "
            f"brackets, between which values it lies as far as {self.pairs} pairs can tell "
            f"({MEAN_LEVEL:.0%}); luck alone is in that."
        )

    def to_dict(self) -> dict[str, Any]:
        """Return plain data for comparison.json."""
        return {
            "measure": self.target.measure.name,
            "amount": self.target.amount,
            "relative": self.target.relative,
            "pairs": self.pairs,
            "level": MEAN_LEVEL,
            "baseline": self.baseline,
            "lacking": {"mean": self.now.mean, "low": self.now.low, "high": self.now.high},
            "opening": self.opening,
            "method": self.method,
            "levers": [one.to_dict() for one in self.answers],
        }


def answer_of(lever: Lever, target: Target, found: Found) -> Answer:
    """Return what was found of one lever, with how much of what is believed lies there."""
    believed = _believed(lever, found)
    return Answer(lever, found, believed, _sentence(lever, target, found, believed))


def _believed(lever: Lever, found: Found) -> tuple[float, float] | None:
    """Return how probable it is that the figure lies where it is enough, at both ends of the crossing."""
    figure = lever.believed
    if figure is None or found.low is None or found.high is None:
        return None
    support = (lever.scale.low, lever.scale.high)
    under = [below(figure, end, support) for end in (found.low, found.high)]
    known = [one for one in under if one is not None]
    if len(known) < len(under):
        return None
    chances = sorted(1.0 - one if found.more else one for one in known)
    return chances[0], chances[-1]


def _sentence(
    lever: Lever, target: Target, found: Found, believed: tuple[float, float] | None
) -> str:
    """Return what one lever would have to be, in words."""
    says, low, high = lever.declared.says, lever.scale.low, lever.scale.high
    tried = f"between {_number(low)} and {_number(high)}"
    best = min(found.readings, key=lambda one: one.mean)
    at_best = f"at {_number(best.value)} it is {_short(target, best)}"
    if found.verdict is Verdict.ALWAYS:
        return f"{says}: anything tried {tried} would do."
    if found.verdict is Verdict.NEVER:
        return f"{says}: nothing tried {tried} would do; {at_best}.{_evidence(lever, None)}"
    if found.verdict is Verdict.BENT:
        return (
            f"{says}: more of it helps up to a point and harms beyond, so no one size can be named; "
            f"of those tried, {at_best}.{_evidence(lever, None)}"
        )
    if found.at is None:
        return f"{says}: whether anything {tried} would do cannot be told; {at_best}.{_evidence(lever, None)}"
    side = "more" if found.more else "less"
    unit = "" if lever.declared.unit in _PLAIN else f" {lever.declared.unit}"
    return (
        f"{says}: {_number(found.at)}{unit} or {side} ({_ends(found)}).{_evidence(lever, believed)}"
    )


#: Units that say nothing beside a number.
_PLAIN: Final = ("ratio", "share", "log odds")


def _short(target: Target, reading: Reading) -> str:
    """Write how much a reading lacks, with its interval; below 0 there is some to spare."""
    kind = target.measure.kind
    low, mean, high = (
        words.size(abs(one), kind) for one in (reading.low, reading.mean, reading.high)
    )
    if reading.low >= 0.0:
        return f"short by {mean} ({low} to {high})"
    if reading.high <= 0.0:
        return f"enough, with {mean} to spare ({high} to {low})"
    average = f"short by {mean}" if reading.mean > 0.0 else f"enough, with {mean} to spare"
    return f"{average} on average (from {low} to spare to {high} short)"


def _ends(found: Found) -> str:
    """Write the interval of a crossing."""
    assert found.low is not None
    assert found.high is not None
    return f"{_number(found.low)} to {_number(found.high)}"


def _evidence(lever: Lever, believed: tuple[float, float] | None) -> str:
    """Say what the evidence has instead, and how much of what is believed lies where it is enough."""
    figure = lever.believed
    if figure is None:
        return f" The scenario has {written(lever.now)}."
    who = "Its file" if figure.label == "scenario" else "The evidence"
    said = f" {who} says {_figure(figure)}"
    if lever.now != figure.value:
        said = f" The scenario has {written(lever.now)}. {who} says {_figure(figure)}"
    if believed is None:
        return f"{said}."
    return f"{said}; {chances(*believed)}."


def _figure(figure: Figure) -> str:
    """Write a figure with its range, or without where nobody gives one."""
    ends = bounds(figure)
    value = written(figure.value)
    if ends is None:
        return f"{value}, with no range"
    return f"{value} ({written(ends[0])} to {written(ends[1])})"


def chances(low: float, high: float) -> str:
    """Write how much of what is believed lies where it is enough: between two probabilities."""
    first, last = _chance(low), _chance(high)
    if first == last:
        return f"{first} of what is believed lies there"
    return f"{first} to {last} of what is believed lies there"


def _chance(share: float) -> str:
    """Write a probability: one in so many where it is small."""
    if share < 1.0 / ONE_IN[0]:
        return f"fewer than 1 in {ONE_IN[0]:,}"
    if share < 1.0 / ONE_IN[-1]:
        many = min(ONE_IN, key=lambda one: abs(1.0 / one - share))
        return f"about 1 in {many:,}"
    return f"{100.0 * share:.0f}%"


def _number(value: float) -> str:
    """Write a value to as many digits as its error supports: two, or whole numbers."""
    return f"{value:,.0f}" if value >= 10.0 or value == round(value) else f"{value:.2g}"
