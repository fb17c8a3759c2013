"""Six causal loops as declared data: each link with its rule, its figure in the register and its lever."""

from functools import cache
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from pydantic import Field, ValidationError, model_validator

from calibration.beliefs.evidence.figure import bounds, leaves
from calibration.beliefs.evidence.load import figures, sources
from simulation.discover import model_rules
from simulation.files.toml_file import read_toml
from simulation.names import check_name
from simulation.outcomes.measures import BY_NAME, MEASURES
from simulation.parameters import declared
from simulation.services.explained import explained
from simulation.services.file_words import Line, Name, Sentence
from simulation.services.wording import Strict

FILE: Final = Path(__file__).with_name("loops.toml")
#: Rules that are no process: read by several of them.
SHARED_RULES: Final = {"placing": "simulation/placing.py"}
_MOST: Final = 12


class Link(Strict):
    """Hold one link of a loop.

    Attributes
    ----------
    from_, to, way
        More of the one makes more, or less, of the other.
    says
        The link as a room reads it.
    rule
        The process that acts it out; empty where the model does not hold it.
    figure, neutral, measure
        The figure of the register that says how strong it is, the value at which the link does nothing, and
        what a run without it is measured by.
    not_cut
        Why there is nothing to cut, where there is no figure.
    sources
        Evidence rows of a link the model does not hold.
    """

    from_: Line = Field(alias="from")
    to: Line
    way: Literal["more", "less"]
    says: Sentence
    rule: str = ""
    figure: str = ""
    neutral: float | None = None
    measure: str = ""
    not_cut: str = ""
    sources: list[Line] = Field(default_factory=list, max_length=_MOST)

    @model_validator(mode="after")
    def _cut_or_not(self) -> "Link":
        cut = bool(self.figure), self.neutral is not None, bool(self.measure)
        if any(cut) != all(cut) or all(cut) == bool(self.not_cut):
            raise ValueError("A link has a figure, a neutral value and a measure, or says not_cut.")
        return self


class Loop(Strict):
    """Hold one loop: its name, title, sentence, links in the order they are revealed, and the scenario it is about."""

    name: Name
    title: Line
    says: Sentence
    scenario: str = ""
    links: Annotated[list[Link], Field(min_length=2, max_length=_MOST)]


class _File(Strict):
    loops: list[Loop]


@cache
def list_loops(path: Path = FILE) -> tuple[Loop, ...]:
    """Return the loops of a file, by default those that ship.

    Raises
    ------
    DoorwaysError
        When the file is faulty, or a rule, figure or measure is not there.
    """
    where = f"loops file {path.name}"
    try:
        loops = _File.model_validate(read_toml(path, where)).loops
    except ValidationError as fault:
        raise explained(fault, where, _File) from None
    for link in (link for loop in loops for link in loop.links):
        _check(link)
    return tuple(loops)


def loop_named(name: str) -> Loop:
    """Return a loop that ships.

    Raises
    ------
    DoorwaysError
        When there is none of that name.
    """
    loops = {one.name: one for one in list_loops()}
    check_name("loop", name, loops, "No loop has this name.")
    return loops[name]


def _check(link: Link) -> None:
    """Refuse a link to what is not there."""
    processes = {one.name for one in model_rules().every}
    known = ("rule", link.rule, processes | set(SHARED_RULES))
    for thing, name, names in (known, ("figure", link.figure, set(figures()))):
        if name:
            check_name(thing, name, names, f"No {thing} has this name.")
    if link.measure:
        check_name("measure", link.measure, BY_NAME, "No measure has this name.")


def told(link: Link) -> dict[str, Any]:
    """Return a link as a room is shown it.

    Returns
    -------
    dict
        `from`, `to`, `way`, `says`; `rule`: its process, `words` and `file`, or None; `evidence`: `id` in the
        register, `says`, `kind`, `grade`, `source` and `locator`, or None; `lever`: `figure`, `value`, `low`,
        `high`, `unit`, `neutral`, or None for what is a table; `measure`: its label; `not_cut`.
    """
    return {
        "from": link.from_,
        "to": link.to,
        "way": link.way,
        "says": link.says,
        "rule": _rule(link),
        "evidence": _evidence(link),
        "lever": _lever(link),
        "measure": MEASURES[BY_NAME[link.measure]].label if link.measure else "",
        "not_cut": link.not_cut,
        "sources": list(link.sources),
    }


def _rule(link: Link) -> dict[str, str] | None:
    if not link.rule:
        return None
    words = {one.name: one.words for one in model_rules().every}
    file = SHARED_RULES.get(link.rule, f"simulation/processes/{link.rule}.py")
    return {"process": link.rule, "words": words.get(link.rule, ""), "file": file}


def _evidence(link: Link) -> dict[str, str] | None:
    if not link.figure:
        return None
    one = figures()[link.figure]
    work = sources().get(one.source)
    return {
        "id": one.id,
        "says": one.says,
        "kind": one.kind,
        "grade": one.grade,
        "source": f"{work.author} ({work.year}). {work.title}" if work else "",
        "locator": one.locator,
    }


def _lever(link: Link) -> dict[str, Any] | None:
    """Return the slider of a link: from the lower to the upper end of what is believed."""
    if not link.figure or link.neutral is None:
        return None
    one = figures()[link.figure]
    support = next((own for own in declared() if own.name == link.figure), None)
    if isinstance(one.value, tuple) or support is None:
        return None
    low, high = (next(leaves(end)) for end in bounds(one) or (one.value, one.value))
    return {
        "figure": link.figure,
        "value": float(one.value),
        "low": float(low),
        "high": float(high),
        "unit": support.unit,
        "neutral": link.neutral,
    }
