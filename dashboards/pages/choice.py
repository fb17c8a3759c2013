"""What the page compares, and its form as a link that can be shared.

Whatever comes from a link or a browser is checked here: unknown names fall back to the usual
choice, numbers are brought into their range, and each change is told in a sentence.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode

from calibration.beliefs.authorities.load import profile
from scenarios import usual
from simulation.errors import DoorwaysError
from simulation.numbers import counted

#: Version of the link's meaning; raise it when a key changes its meaning.
LINK_VERSION = "1"
#: A longer query is no link of ours.
LONGEST = 1000

YEARS = (1, 10)
RUNS = (2, 200)
USUAL_YEARS, USUAL_RUNS = 5, 20


@dataclass(frozen=True)
class Option:
    """One entry of a list to choose from: what is stored and what is read."""

    value: str
    label: str


@dataclass(frozen=True)
class Choice:
    """One comparison to run: council code, scenario name, years and runs."""

    council: str
    scenario: str
    years: int
    runs: int

    def query(self) -> str:
        """Return the query of the link that opens the page with this choice."""
        return urlencode(
            {
                "v": LINK_VERSION,
                "council": self.council,
                "scenario": self.scenario,
                "years": self.years,
                "runs": self.runs,
            }
        )

    def stamp(self) -> str:
        """Return a short text that names this choice, for tests and for one result's identity."""
        return f"{self.council}|{self.scenario}|{self.years}|{self.runs}"


@dataclass(frozen=True)
class Options:
    """Everything that can be chosen."""

    councils: tuple[Option, ...]
    scenarios: tuple[Option, ...]

    def usual(self) -> Choice:
        """Return the choice of a fresh page."""
        council = _match(self.councils, usual.AUTHORITY) or self.councils[0]
        scenario = _match(self.scenarios, usual.SCENARIO) or self.scenarios[0]
        return Choice(council.value, scenario.value, USUAL_YEARS, USUAL_RUNS)

    def label(self, choice: Choice) -> str:
        """Return the choice in words."""
        council, scenario = (
            _match(self.councils, choice.council),
            _match(self.scenarios, choice.scenario),
        )
        years = counted(choice.years, "year")
        return f"{council.label if council else choice.council}, {scenario.label if scenario else choice.scenario}, {years}, {choice.runs} runs"


def read(query: str | None, options: Options) -> tuple[Choice, tuple[str, ...]]:
    """Read the choice from a link's query, whatever it holds.

    Parameters
    ----------
    query
        The part of an address after "?", with or without it.
    options
        What can be chosen.

    Returns
    -------
    tuple[Choice, tuple[str, ...]]
        A choice that can be run, and a sentence for everything that had to be changed.
    """
    text = (query or "").removeprefix("?")
    if not text:
        return options.usual(), ()
    if len(text) > LONGEST:
        return options.usual(), (
            "The link is too long to be one of ours, so the usual choice is shown.",
        )
    pairs = dict(parse_qsl(text))
    if pairs.get("v", LINK_VERSION) != LINK_VERSION:
        return options.usual(), (
            "The link was made by another version of Doorways, so the usual choice is shown.",
        )
    return settle(pairs, options)


def settle(wanted: Mapping[str, Any], options: Options) -> tuple[Choice, tuple[str, ...]]:
    """Turn a browser's or a link's wishes into a choice that can be run; tell what was changed."""
    usual, notes = options.usual(), list[str]()
    council = _council(options, wanted.get("council"), usual.council, notes)
    scenario = _pick(options.scenarios, wanted.get("scenario"), usual.scenario, "scenario", notes)
    years = _number(wanted.get("years"), YEARS, usual.years, "years", notes)
    runs = _number(wanted.get("runs"), RUNS, usual.runs, "runs", notes)
    return Choice(council, scenario, years, runs), tuple(notes)


def _match(options: Sequence[Option], text: str) -> Option | None:
    wanted = text.strip().casefold()
    return next((o for o in options if wanted in (o.value.casefold(), o.label.casefold())), None)


def _council(options: Options, wanted: object, usual: str, notes: list[str]) -> str:
    """Return the code of a council by any name or code it has or had; say which heirs there are."""
    if isinstance(wanted, str) and _match(options.councils, wanted) is None:
        try:
            wanted = profile(wanted).code
        except DoorwaysError as error:
            shown = _match(options.councils, usual)
            notes.append(
                f"The council asked for is not shown: {error.rule} {error.next_step} "
                f"Until then this is {shown.label if shown else usual}."
            )
            return usual
    return _pick(options.councils, wanted, usual, "council", notes)


def _pick(
    options: Sequence[Option], wanted: object, usual: str, what: str, notes: list[str]
) -> str:
    """Return the value of the wanted option, or the usual one with a note."""
    if wanted is None:
        return usual
    found = _match(options, wanted) if isinstance(wanted, str) else None
    if found is not None:
        return found.value
    shown = _match(options, usual)
    notes.append(
        f"The {what} asked for is not known here, so {shown.label if shown else usual} is shown."
    )
    return usual


def _number(
    wanted: object, bounds: tuple[int, int], usual: int, what: str, notes: list[str]
) -> int:
    """Return a whole number within bounds, or the nearest or usual one with a note."""
    if wanted is None:
        return usual
    low, high = bounds
    try:
        number = int(str(wanted)[:9])
    except ValueError:
        notes.append(f"The number of {what} was not a whole number, so {usual} is used.")
        return usual
    kept = min(max(number, low), high)
    if kept != number:
        notes.append(f"The number of {what} must lie between {low} and {high}, so {kept} is used.")
    return kept
