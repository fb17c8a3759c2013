"""Every part of the library, spoilt in every way that a part can be, is found at fault: none is let through."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scenarios.new_file import PLACEHOLDER
from scenarios.opened_files import PARTS
from scenarios.scenario import LIBRARY
from scenarios.toml_text import toml_text
from scenarios.validate import faults_of
from simulation.files.toml_file import read_toml

type Part = dict[str, Any]
type Spoil = Callable[[Part], None]

FILES = sorted(PARTS.glob("*.toml"))
SIZES = ("ratio", "log_odds", "figure")
#: Figures of the register: of what an effect on a process, on a choice and a cost may be.
RATIO, LOG_ODDS, MONEY = (
    "effect_family_group_conference_entry",
    "library_signs_of_safety_kin",
    "cost_post_social_worker",
)


def on_a_choice(part: Part) -> bool:
    """Whether a part's first effect acts on a choice."""
    return "/" in part["effects"][0]["acts_on"]


def says(**said: Any) -> Spoil:
    """Have the part say something else of itself; None: leave it out."""
    return lambda part: put(part, said)


def effect(**said: Any) -> Spoil:
    """Have its first effect say something else; None: leave it out."""
    return lambda part: put(part["effects"][0], said)


def size(**said: Any) -> Spoil:
    """Give its first effect another size, and no other."""
    return effect(**{**dict.fromkeys(SIZES), **said})


def within(table: str, **said: Any) -> Spoil:
    """Have a table say something else, or the first of several."""

    def spoil(part: Part) -> None:
        found = part[table]
        put(found[0] if isinstance(found, list) else found, said)

    return spoil


def put(table: Part, said: Part) -> None:
    """Change keys of a table."""
    for key, value in said.items():
        table.pop(key, None)
        if value is not None:
            table[key] = value


def other_measure(part: Part) -> None:
    """Give an effect on a choice a ratio, and one on a process log odds."""
    size(**({"ratio": 0.9} if on_a_choice(part) else {"log_odds": 0.1}))(part)


def other_figure(part: Part) -> None:
    """Take its size from a figure of the other measure: 0.8 as log odds would do the opposite."""
    size(figure=RATIO if on_a_choice(part) else LOG_ODDS)(part)


def listed_twice(part: Part) -> None:
    """List the first effect again."""
    part["effects"].append(dict(part["effects"][0]))


#: By what is wrong: how a part is spoilt, and the table it must have to be spoilt so.
SPOILT: dict[str, tuple[Spoil, str]] = {
    "an unknown type": (says(type="wish"), "type"),
    "no name": (says(name=None), "name"),
    "a name with blanks": (says(name="No Name"), "name"),
    "no title": (says(title=None), "title"),
    "an unknown key": (says(colour="red"), "name"),
    "unknown members": (says(member="hamster"), "member"),
    "a time below nothing": (says(half_life_years=-1.0), "half_life_years"),
    "no effects": (says(effects=[]), "effects"),
    "an unknown process": (effect(acts_on="care_entri"), "effects"),
    "an unknown option": (effect(acts_on="placement/castle"), "effects"),
    "no source": (effect(source=None), "effects"),
    "an empty source": (effect(source=""), "effects"),
    "the template's source": (effect(source=PLACEHOLDER), "effects"),
    "no grade": (effect(grade=None), "effects"),
    "an unknown grade": (effect(grade="E"), "effects"),
    "no size": (size(), "effects"),
    "two sizes": (size(ratio=0.9, figure=RATIO), "effects"),
    "a ratio below nothing": (size(ratio=-0.8), "effects"),
    "a ratio of nothing": (size(ratio=0.0), "effects"),
    "a range out of order": (size(ratio={"central": 0.9, "low": 1.0, "high": 1.1}), "effects"),
    "an unknown figure": (size(figure="effect_of_nobody"), "effects"),
    "money for a size": (size(figure=MONEY), "effects"),
    "another measure": (other_measure, "effects"),
    "a figure of another measure": (other_figure, "effects"),
    "an effect listed twice": (listed_twice, "effects"),
    "ages the wrong way round": (within("who", ages=[17, 3]), "who"),
    "an unknown status": (within("who", status=["lost"]), "who"),
    "referrals below nothing": (within("referral", per_year=-1.0), "referral"),
    "more than all accepted": (within("referral", accepted=1.5), "referral"),
    "places below nothing": (within("support", places=-1), "support"),
    "support of no length": (within("support", months=0), "support"),
    "an unknown payer": (within("costs", payer="nobody"), "costs"),
    "pounds below nothing": (within("costs", set_up=-1.0), "costs"),
    "more posts vacant than there are": (within("costs", vacant=1000.0), "costs"),
    "two prices": (within("costs", figure=MONEY, pounds_a_year=5.0), "costs"),
    "a ratio for a price": (within("costs", figure=RATIO, pounds_a_year=None), "costs"),
    "an unknown price": (within("costs", figure="cost_of_nothing", pounds_a_year=None), "costs"),
}


@pytest.mark.parametrize("wrong", SPOILT)
def test_a_spoilt_part_is_found_at_fault(wrong: str, tmp_path: Path) -> None:
    """Of every part that can be spoilt so, `doorways validate` tells a fault with its next step."""
    spoil, needs = SPOILT[wrong]
    parts = {path.name: read_toml(path, "part") for path in FILES}
    told = {name: part for name, part in parts.items() if part.get(needs)}
    assert told, f"no part has {needs}"
    let_through = []
    for name, part in told.items():
        path = tmp_path / name
        path.write_text(toml_text(part), encoding="utf-8")
        assert faults_of(path) == []
        spoil(part)
        path.write_text(toml_text(part), encoding="utf-8")
        faults = faults_of(path)
        if not (faults and all(fault.error.next_step for fault in faults)):
            let_through.append(name)
    assert let_through == []


def opened(**said: Any) -> Spoil:
    """Have the first thing a scenario opens say something else; None: leave it out."""
    return lambda scenario: put(scenario["interventions"][0], said)


#: The same of scenarios: by what is wrong, how a scenario that opens something is spoilt.
SPOILT_SCENARIOS: dict[str, Spoil] = {
    "no name": says(name=None),
    "no title": says(title=None),
    "an unknown key": says(colour="red"),
    "an unknown belief": says(parameters={"belief_of_nobody": 1.0}),
    "a belief out of its range": says(parameters={"overlap_factor": 7.0}),
    "a source that is no text": says(sources=[7]),
    "an unknown kind": opened(kind="wish", file=None),
    "an unknown key of what it opens": opened(colour="red"),
    "a file that is not there": opened(kind=None, file="parts/nothing_of_the_kind.toml"),
}


@pytest.mark.parametrize("wrong", SPOILT_SCENARIOS)
def test_a_spoilt_scenario_is_found_at_fault(wrong: str, tmp_path: Path) -> None:
    """Of every scenario of the library that opens something, `doorways validate` tells a fault."""
    let_through = []
    for path in sorted(LIBRARY.glob("*.toml")):
        scenario = read_toml(path, "scenario")
        if not scenario.get("interventions"):
            continue
        spoilt = tmp_path / path.name
        spoilt.write_text(toml_text(scenario), encoding="utf-8")
        assert faults_of(spoilt) == []
        SPOILT_SCENARIOS[wrong](scenario)
        spoilt.write_text(toml_text(scenario), encoding="utf-8")
        if not faults_of(spoilt):
            let_through.append(path.name)
    assert let_through == []
