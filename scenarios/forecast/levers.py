"""A planner's own levers: entries and exits by age, unaccompanied arrivals, where children are placed."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from agents.lengths import ADULTHOOD
from scenarios.amount import amount_of
from scenarios.intervention_schema import plain
from scenarios.scenario import Scenario
from simulation.errors import DoorwaysError
from simulation.files.toml_file import read_toml
from simulation.names import check_name
from simulation.numbers import written
from simulation.services.file_phrases import plain_word
from simulation.services.file_words import PLACEMENTS

#: What each lever acts on: processes whose likelihood is multiplied.
_PROCESSES: Final = {
    "entries": ("care_entry", "re_entry"),
    "exits": ("going_home", "kinship_order", "adoption", "leaving_otherwise"),
    "moves": ("placement_move", "placement_breakdown"),
}
#: Whether a planned move out of a home leads to a family or to supported accommodation.
STEP_DOWN: Final = "step_down"
_STEP_DOWN: Final = "placement_move/step_down"
UNACCOMPANIED: Final = "unaccompanied"
#: Where children are placed whenever they are, and where those go who move: choices of a kind of placement.
_CHOICES: Final = {"placed": ("placement", "first_placement"), "moved_to": ("placement",)}
#: Kinds that are chosen when a child is placed; a placement for adoption comes about in its own way.
KINDS: Final = tuple(word for word in PLACEMENTS if word != "adoption")
_SAID: Final = re.compile(r"(?P<what>[a-z_]+)(?:[ :](?P<whom>[0-9a-z_-]+))?=(?P<size>.+)")
_AGES: Final = re.compile(r"(\d+)-(\d+)")
_HOW: Final = "Write for example entries:10-15=+10%, exits:0-9=-5%, unaccompanied=+20% or placed:childrens_home=-20%, moves:10-15=-10%, step_down=+50% or moved_to:foster_in_house=+20%."
#: No lever makes anything more than four times, or less than a tenth, as likely.
_MOST: Final = 3.0
_LEAST: Final = -0.9


#: What a lever on rates is written as.
_RATES: Final = "rates"


def _template(name: str) -> dict[str, Any]:
    """Return how a kind of lever is written in a scenario: nothing but its own file names the kind."""
    return read_toml(Path(__file__).parent / f"{name}.toml", "lever")


@dataclass(frozen=True)
class Lever:
    """Hold one lever.

    Attributes
    ----------
    what
        entries, exits, moves, step_down, unaccompanied, placed or moved_to.
    ages
        Whom it is about, from and up to an age.
    kind
        Kind of placement, of a lever on where children are placed or move to.
    change
        0.1 is a tenth more likely; of a placement or a step-down its odds.
    """

    what: str
    ages: tuple[float, float]
    kind: str
    change: float

    @property
    def says(self) -> str:
        """Return it in words."""
        size = f"{written(100.0 * abs(self.change))}%"
        more, higher = ("more", "higher") if self.change > 0 else ("less", "lower")
        if self.what == UNACCOMPANIED:
            return f"Unaccompanied children arrive {size} {more} often"
        if self.what in _CHOICES:
            when = "" if self.what == "placed" else " at a move"
            return f"The odds that “{plain_word(self.kind)}” is chosen{when} are {size} {higher}"
        low, last = self.ages[0], self.ages[1] - 1
        ages = f"age {low:g}" if low == last else f"ages {low:g} to {last:g}"
        whom = "" if self.ages == _ALL else f" at {ages}"
        if self.what == STEP_DOWN:
            return f"The odds that a planned move out of a home{whom} is a step-down are {size} {higher}"
        return f"{self.what.capitalize()}{whom} are {size} {more} likely"

    @property
    def typed(self) -> str:
        """Return it as it is typed."""
        whom = f":{self.kind}" if self.kind else ""
        if self.ages != _ALL:
            whom = f":{self.ages[0]:g}-{self.ages[1] - 1:g}"
        return f"{self.what}{whom}={100.0 * self.change:+.12g}%"

    def opened(self, number: int, month: float) -> dict[str, Any]:
        """Return it as a condition a scenario holds."""
        if self.what == UNACCOMPANIED:
            return {**_template(UNACCOMPANIED), "change": self.change, "from_month": month}
        said = _template(_RATES)
        about = {
            "name": f"lever-{number}",
            "title": self.says,
            "acts_at_ages": list(self.ages),
            "effects": self._effects(),
        }
        file = said[said["kind"]]
        return {**said, "from_month": month, said["kind"]: {**file, **about}}

    def _effects(self) -> list[dict[str, Any]]:
        about = {"grade": "assumed", "source": "The planner's own lever."}
        if self.what not in _PROCESSES:
            odds = math.log1p(self.change)
            chosen = [f"{one}/{self.kind}" for one in _CHOICES.get(self.what, ())]
            return [{"acts_on": one, "log_odds": odds, **about} for one in chosen or [_STEP_DOWN]]
        return [
            {"acts_on": one, "ratio": 1.0 + self.change, **about} for one in _PROCESSES[self.what]
        ]


_ALL: Final = (0.0, ADULTHOOD)


def lever_of(text: str) -> Lever:
    """Read a lever such as ``entries:10-15=+10%``.

    Raises
    ------
    DoorwaysError
        When it is none.
    """
    found = _SAID.fullmatch(text.strip().lower())
    size = amount_of(found["size"]) if found else None
    if found is None or size is None or not size.is_share:
        rule = "A lever says what, whom if it is not everybody, and by how many per cent."
        raise DoorwaysError("lever", text, rule, _HOW)
    if not _LEAST <= size.value <= _MOST or size.value == 0.0:
        rule = f"A lever changes something by {_LEAST:.0%} to {_MOST:.0%}, and not by nothing."
        raise DoorwaysError("lever", text, rule, _HOW)
    what, whom = found["what"], found["whom"] or ""
    if what in _CHOICES:
        check_name(f"lever {text}, kind of placement", whom, KINDS, "There is no such kind.")
        return Lever(what, _ALL, whom, size.value)
    known = (*_PROCESSES, STEP_DOWN, UNACCOMPANIED, *_CHOICES)
    check_name("lever", what, known, "There is no such lever.", _HOW)
    if what == UNACCOMPANIED and whom:
        raise DoorwaysError("lever", text, "It is about all unaccompanied children.", _HOW)
    return Lever(what, _ages(whom, text) if whom else _ALL, "", size.value)


def _ages(whom: str, text: str) -> tuple[float, float]:
    """Return from which birthday to which: 10-15 is from the tenth up to the sixteenth."""
    found = _AGES.fullmatch(whom)
    low, high = (int(one) for one in found.groups()) if found else (1, 0)
    if low > high or high >= ADULTHOOD:
        rule = "Ages are two whole years from 0 to 17, the first no more than the second."
        raise DoorwaysError("lever", text, rule, _HOW)
    return float(low), float(high + 1)


def planned(levers: Sequence[Lever], month: float) -> Scenario:
    """Return a scenario in which all levers are moved from a month on."""
    return Scenario(
        "planned",
        "With the planner's levers",
        interventions=tuple(
            plain(one.opened(k, month), f"lever, {one.says}")
            for k, one in enumerate(levers, start=1)
        ),
        notes=tuple(f"{one.says}, from month {month:g}." for one in levers),
    )
