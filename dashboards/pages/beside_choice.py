"""What is put side by side: two or three choices of council and scenario, and its form as a link."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from dashboards.pages import fields
from dashboards.pages.choice import RUNS, YEARS, Choice, Options
from dashboards.pages.fields import Council, Field, Option, Pick

PATH: Final = "/beside"
#: Stands for no third.
NOTHING: Final = "nothing"
_ONCE: Final = "What is chosen twice stands there once: choose another council or scenario."
#: What the choices are called.
LETTERS: Final = "ABC"


@dataclass(frozen=True)
class Beside:
    """Two or three comparisons side by side: council codes, scenario names, years and runs."""

    council: str
    scenario: str
    council_2: str
    scenario_2: str
    council_3: str
    scenario_3: str
    years: int
    runs: int

    def choices(self) -> tuple[Choice, ...]:
        """Return each comparison once, in order."""
        pairs = dict.fromkeys(self.pairs())
        return tuple(Choice(*pair, self.years, self.runs) for pair in pairs)

    def pairs(self) -> list[tuple[str, str]]:
        """Return each council and scenario that was chosen, in order."""
        pairs = [(self.council, self.scenario), (self.council_2, self.scenario_2)]
        return pairs + ([(self.council_3, self.scenario_3)] if self.scenario_3 != NOTHING else [])

    def link(self) -> str:
        """Return the address that opens the page with this choice."""
        return fields.link(PATH, asdict(self))

    def stamp(self) -> str:
        """Return a short text that tells it from others."""
        return "|".join(fields.in_link(value) for value in asdict(self).values())


def fields_of(offered: Options) -> tuple[Field, ...]:
    """Return the fields of the form."""
    council, scenario, *_ = offered.fields()
    place, first = str(council.usual), str(scenario.usual)
    other = next((one.value for one in offered.scenarios if one.value != first), first)
    none = Option(NOTHING, "Nothing more")

    def places(number: int, label: str) -> Council:
        return Council(
            name=f"council_{number}", label=label, offered=lambda: offered.councils, usual=place
        )

    def happens(number: int, first: tuple[Option, ...], usual: str) -> Pick:
        return Pick(
            name=f"scenario_{number}",
            label="And what happens there",
            offered=lambda: (*first, *offered.scenarios),
            usual=usual,
        )

    return (
        council,
        scenario,
        places(2, "Beside it"),
        happens(2, (), other),
        places(3, "And beside both"),
        happens(3, (none,), NOTHING),
        YEARS,
        RUNS,
    )


def label(chosen: Beside, offered: Options) -> str:
    """Return what is put side by side in words."""
    said = "; ".join(name(place, one, offered) for place, one in enumerate(chosen.choices()))
    return f"{said}; {YEARS.said(chosen.years)}, {RUNS.said(chosen.runs)}"


def name(place: int, one: Choice, offered: Options) -> str:
    """Return one of them in words, with its letter."""
    council, scenario, *_ = offered.fields()
    return f"{LETTERS[place]}: {council.said(one.council)}, {scenario.said(one.scenario)}"


def read(query: str | None, offered: Options) -> tuple[Beside, tuple[str, ...]]:
    """Read the choice from a link's query, whatever it holds; tell what had to be changed."""
    return _told(*fields.read(query, fields_of(offered)))


def settle(wanted: Mapping[str, Any], offered: Options) -> tuple[Beside, tuple[str, ...]]:
    """Turn a browser's wishes into a choice that can be run; tell what was changed."""
    return _told(*fields.settle(wanted, fields_of(offered)))


def _told(values: Mapping[str, Any], notes: tuple[str, ...]) -> tuple[Beside, tuple[str, ...]]:
    """Return the choice, and say when something was chosen twice."""
    chosen = Beside(**values)
    twice = len(chosen.choices()) < len(chosen.pairs())
    return chosen, (*notes, *((_ONCE,) if twice else ()))
