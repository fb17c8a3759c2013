"""A what-if as plain data: which services open, which beliefs change, and where it comes from.

A scenario is a TOML file. Those that ship lie in `scenarios/library`; anyone can copy one, edit it
and pass its path wherever a scenario's name is asked for.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Final

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from scenarios.intervention_schema import kinds, plain
from scenarios.opened_files import with_file
from scenarios.override import Override, check_lent, checked_override
from scenarios.toml_text import toml_text
from simulation.errors import DoorwaysError
from simulation.files.reading import read_text
from simulation.files.toml_file import parse_toml
from simulation.names import hint, nearest
from simulation.services.declaration import Sort
from simulation.services.explained import explained
from simulation.services.opened import named_twice
from simulation.services.wording import MOST_SITES, one_line

LIBRARY: Final = Path(__file__).parent / "library"

#: What the twins are called: the suffix of the name and what it says on screens.
TWINS: Final[Mapping[str, str]] = {
    "null": "null twin: opens, enrols and costs, but changes nothing",
    "recording": "recording twin: nothing changes but what is written down",
}


@dataclass(frozen=True)
class Scenario:
    """Hold one what-if.

    Parameters
    ----------
    name
        Lower-case words joined by hyphens.
    title, description
        One line and a paragraph for people.
    interventions
        Plain dictionaries that follow `scenarios.intervention_schema`.
    parameters
        Beliefs this scenario sets instead of the register's, by figure id. They hold in both arms
        of a comparison, so that the difference is what the interventions do.
    notes
        Sentences shown with every result.
    sources
        Evidence rows or source keys the scenario rests on.
    origin
        Path of the file it was read from; empty for those that ship and those made in memory.
    twin_of
        Name of the scenario this one is a twin of; empty for others.
    turned_of
        Name of the scenario this one was made of by turning something (`scenarios.settings`), and what, as
        texts such as ``later=6``; empty for others.
    """

    name: str
    title: str
    description: str = ""
    interventions: tuple[Mapping[str, Any], ...] = ()
    parameters: Mapping[str, Override] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    origin: str = field(default="", compare=False)
    twin_of: str = ""
    turned_of: tuple[str, tuple[str, ...]] = field(default=("", ()), compare=False)

    def twin(self, kind: str) -> "Scenario":
        """Return the null or recording twin: the same services with every effect switched.

        Raises
        ------
        DoorwaysError
            When there is no such twin, or nothing to make a twin of.
        """
        if kind not in TWINS:
            raise DoorwaysError("twin", kind, "There is no such twin.", hint(kind, TWINS))
        if not any(map(has_twin, self.interventions)):
            rule = f"{self.name} opens no service, so it has no twins."
            raise DoorwaysError("scenario", f"{self.name}-{kind}", rule, f"Use {self.name}.")
        return replace(
            self,
            name=f"{self.name}-{kind}",
            title=f"{self.title} ({TWINS[kind]})",
            interventions=tuple(
                {**one, "twin": kind} if has_twin(one) else one for one in self.interventions
            ),
            twin_of=self.name,
        )

    def to_toml(self) -> str:
        """Write the scenario as a file that `from_toml` reads back unchanged."""
        head: dict[str, Any] = {"name": self.name, "title": self.title}
        head |= {"description": self.description} if self.description else {}
        head |= {"notes": list(self.notes)} if self.notes else {}
        head |= {"sources": list(self.sources)} if self.sources else {}
        head |= {"twin_of": self.twin_of} if self.twin_of else {}
        if self.parameters:
            head["parameters"] = {name: one.plain() for name, one in self.parameters.items()}
        if self.interventions:
            head["interventions"] = [dict(one) for one in self.interventions]
        return toml_text(head)


#: Letters of a paragraph and of a sentence or key; how many sentences, keys and services there may be.
_PARAGRAPH: Final = 4000
_SENTENCE: Final = 600
_MOST: Final = 60

_Line = Annotated[str, Field(max_length=_SENTENCE), AfterValidator(one_line)]


class ScenarioFile(BaseModel):
    """The keys of a scenario file."""

    model_config = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False)

    name: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)
    title: Annotated[str, AfterValidator(one_line)] = Field(min_length=1, max_length=120)
    description: str = Field("", max_length=_PARAGRAPH)
    notes: list[_Line] = Field(default_factory=list, max_length=_MOST)
    sources: list[_Line] = Field(default_factory=list, max_length=_MOST)
    twin_of: str = Field("", max_length=_MOST)
    parameters: dict[str, Any] = Field(default_factory=dict)
    interventions: list[dict[str, Any]] = Field(default_factory=list, max_length=MOST_SITES)


def from_toml(text: str, origin: str = "scenario", folder: Path | None = None) -> Scenario:
    """Read a scenario from the text of a file, and the files it names from its folder.

    Raises
    ------
    DoorwaysError
        When the text is not TOML, a key or parameter is unknown, or a value is out of its range;
        the message names ``origin``, the place, the rule and what to do.
    """
    where = f"scenario file {origin}"
    data = parse_toml(text, where, origin)
    try:
        file = ScenarioFile.model_validate(data)
    except ValidationError as fault:
        raise explained(fault, where, ScenarioFile) from None
    interventions = tuple(
        checked_intervention(one, folder, f"{where}, interventions {i}")
        for i, one in enumerate(file.interventions, 1)
    )
    _check_sites(interventions, where)
    _check_names(interventions, where)
    overrides = {
        name: checked_override(name, one, f"{where}, parameters")
        for name, one in file.parameters.items()
    }
    return Scenario(
        name=file.name,
        title=file.title,
        description=file.description.strip(),
        interventions=interventions,
        parameters=overrides,
        notes=tuple(file.notes),
        sources=tuple(file.sources),
        origin=origin,
        twin_of=file.twin_of,
    )


def has_twin(one: Mapping[str, Any]) -> bool:
    """Tell whether what is opened has twins: the world, a condition, is what it is."""
    return kinds()[one["kind"]].sort is not Sort.CONDITION


def _check_names(interventions: tuple[Mapping[str, Any], ...], where: str) -> None:
    """Refuse two things of one name: their draws and figures would be one."""
    seen: set[str] = set()
    for i, one in enumerate(interventions, 1):
        name = kinds()[one["kind"]].called(one)
        if name in seen:
            raise named_twice(f"{where}, interventions {i}", name)
        seen.add(name)


def _check_sites(interventions: tuple[Mapping[str, Any], ...], where: str) -> None:
    """Refuse more sites over all services than one service may have."""
    many = sum(kinds()[one["kind"]].site_count(one) for one in interventions)
    if many > MOST_SITES:
        rule = f"A scenario has at most {MOST_SITES} sites, over all its services."
        raise DoorwaysError(f"{where}, interventions", many, rule, "Take some out.")


def checked_intervention(
    data: Mapping[str, Any], folder: Path | None, where: str
) -> dict[str, Any]:
    """Check one intervention, and its own effects against the support the model declares."""
    checked = plain(with_file(data, folder, where), where)
    for own in kinds()[checked["kind"]].own(checked):
        check_lent(own, where)
    for name, value in checked.get("effects", {}).items():
        checked_override(name, value, f"{where}, effects")
    return checked


def load_scenario(name_or_path: str) -> Scenario:
    """Return a shipped scenario by name, or the one in a .toml file.

    ``-null`` or ``-recording`` after either gives its twin.

    Raises
    ------
    DoorwaysError
        When nothing has that name (the nearest names are suggested) or the file is faulty.
    """
    stem, kind = _split_twin(name_or_path)
    if name_or_path.endswith(".toml"):
        return _from_file(Path(name_or_path))
    if kind and stem.endswith(".toml"):
        return _from_file(Path(stem)).twin(kind)
    shipped = _library()
    if name_or_path in shipped:
        return shipped[name_or_path]
    if kind and stem in shipped:
        return shipped[stem].twin(kind)
    names = [one.name for one in list_scenarios()]
    near = nearest(name_or_path, names)
    step = f"Did you mean {' or '.join(near)}?" if near else "'doorways scenarios' lists them."
    rule = "No scenario that ships has this name, and it is not a path to a .toml file."
    raise DoorwaysError("scenario", name_or_path, rule, step)


def list_scenarios() -> tuple[Scenario, ...]:
    """Return every scenario that ships, each followed by its twins."""
    listed: list[Scenario] = []
    for one in _library().values():
        listed.append(one)
        if any(map(has_twin, one.interventions)):
            listed += [one.twin(kind) for kind in TWINS]
    return tuple(listed)


@cache
def _library() -> Mapping[str, Scenario]:
    found = [replace(_from_file(path), origin="") for path in sorted(LIBRARY.glob("*.toml"))]
    return {one.name: one for one in found}


def _split_twin(name: str) -> tuple[str, str]:
    for kind in TWINS:
        if name.endswith(f"-{kind}"):
            return name.removesuffix(f"-{kind}"), kind
    return name, ""


def _from_file(path: Path) -> Scenario:
    return from_toml(read_text(path, "scenario file"), str(path), path.parent)
