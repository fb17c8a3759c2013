"""Every fault of a scenario's, programme's, practice's or condition's file, by line and key."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from scenarios.beliefs import central_values
from scenarios.intervention_schema import kinds
from scenarios.new_file import PLACEHOLDER
from scenarios.opened_files import FILE, TYPES, part_path, with_file
from scenarios.override import Override, check_lent, checked_override
from scenarios.scenario import Scenario, ScenarioFile, checked_intervention
from scenarios.where import Loc, line_of
from simulation.errors import DoorwaysError
from simulation.files.reading import read_text
from simulation.files.toml_file import parse_toml, read_toml
from simulation.names import hint
from simulation.services.barriers.faults import faults
from simulation.services.explained import all_explained
from simulation.services.opened import named_twice
from simulation.services.opened_sites import BESET, opened_sites
from simulation.services.wording import Opened


@dataclass(frozen=True)
class Fault:
    """Hold one fault of a file: where it stands, and what is wrong in words."""

    file: Path
    line: int
    error: DoorwaysError


def faults_of(path: Path) -> list[Fault]:
    """Return every fault of a file and of the files it names, in order of their lines.

    Raises
    ------
    DoorwaysError
        When there is no such file.
    """
    try:
        text = read_text(path, "file")
        data = parse_toml(text, "file", str(path))
    except DoorwaysError as fault:
        if not path.exists():
            raise
        return [Fault(path, _line_in(fault), fault)]
    if "type" in data and data["type"] not in TYPES:
        rule = "A file that says its type is one of these; a scenario says none."
        wrong = DoorwaysError("type", data["type"], rule, hint(str(data["type"]), TYPES))
        return [Fault(path, line_of(text, ("type",)), wrong)]
    inner = _of_part(data) if "type" in data else _of_scenario(data, path.parent)
    told = (*inner, *_unsourced(data, ()))
    found = [Fault(path, line_of(text, loc), error) for loc, error in told]
    found.sort(key=lambda fault: fault.line)
    return [*found, *_of_files(data, path.parent)]


def _unsourced(value: object, loc: Loc) -> Iterator[tuple[Loc, DoorwaysError]]:
    """Yield each source that is still the template's own sentence."""
    if isinstance(value, dict):
        for key, one in value.items():
            if key == "source" and one == PLACEHOLDER:
                rule = "This is the template's own sentence, and no source."
                step = (
                    "Name the study or the people, or say 'our own judgement' with grade assumed."
                )
                yield (*loc, key), DoorwaysError(_place(loc), one, rule, step)
            yield from _unsourced(one, (*loc, key))
    elif isinstance(value, list):
        for i, one in enumerate(value):
            yield from _unsourced(one, (*loc, i))


def _place(loc: Loc) -> str:
    """Return a place as people count it: effects 1, source."""
    parts = [f" {part + 1}" if isinstance(part, int) else f", {part}" for part in (*loc, "source")]
    return "".join(parts).removeprefix(", ")


def _line_in(fault: DoorwaysError) -> int:
    """Return the line that a fault of the text itself names."""
    found = re.search(r"line (\d+)", fault.rule, re.IGNORECASE)
    return int(found[1]) if found else 1


def _of_part(data: Mapping[str, Any]) -> Iterator[tuple[Loc, DoorwaysError]]:
    """Yield the faults of a programme, practice or condition."""
    kind = str(data["type"])
    spec = kinds()[kind].spec
    try:
        said = spec.model_validate({"kind": kind, kind: data}).model_dump(exclude_none=True)
    except ValidationError as fault:
        for loc, error in all_explained(fault, f"{kind} file", spec, within=1):
            yield loc[1:], error
        return
    try:
        kinds()[kind].check(said)
    except DoorwaysError as error:
        yield _at(data, "acts_on", error.value), error
    for own in kinds()[kind].own(said):
        try:
            check_lent(own, f"{kind} file")
        except DoorwaysError as error:
            yield _at(data, "figure", own.figure), error


def _at(data: Mapping[str, Any], key: str, value: object) -> Loc:
    """Return where a key of an effect or of a cost has a value."""
    for table in ("effects", "costs"):
        for i, one in enumerate(data.get(table, [])):
            if one.get(key) == value:
                return (table, i, key)
    return ("effects",)


def _of_scenario(data: Mapping[str, Any], folder: Path) -> Iterator[tuple[Loc, DoorwaysError]]:
    """Yield the faults of a scenario."""
    try:
        file = ScenarioFile.model_validate(data)
    except ValidationError as wrong:
        yield from all_explained(wrong, "scenario", ScenarioFile)
        return
    set_here: dict[str, Override] = {}
    for name, value in file.parameters.items():
        try:
            set_here[name] = checked_override(name, value, "parameters")
        except DoorwaysError as fault:
            yield ("parameters", name), fault
    named: dict[str, int] = {}
    for i, one in enumerate(file.interventions):
        name = _name_of(one, folder)
        if name and named.setdefault(name, i) != i:
            yield ("interventions", i), named_twice(f"interventions {i + 1}", name)
        for loc, error in _of_intervention(one, folder, f"interventions {i + 1}", set_here):
            yield ("interventions", i, *loc), error


def _name_of(one: Mapping[str, Any], folder: Path) -> str:
    """Return the name of what is opened; empty where it is at fault, which is told elsewhere."""
    try:
        said = checked_intervention(one, folder, "")
    except DoorwaysError:
        return ""
    return kinds()[said["kind"]].called(said)


def _of_intervention(
    one: Mapping[str, Any], folder: Path, where: str, set_here: Mapping[str, Override]
) -> Iterator[tuple[Loc, DoorwaysError]]:
    """Yield the faults of one intervention; those inside a file it names are told there."""
    try:
        data = with_file(one, folder, where)
    except DoorwaysError as unread:
        yield (FILE,), unread
        return
    kind, inside = str(data.get("kind")), FILE in one
    try:
        spec: type[Opened] | None = kinds()[kind].spec if kind in kinds() else None
        if spec is not None:
            spec.model_validate(data)
    except ValidationError as fault:
        for loc, error in all_explained(fault, where, spec or Opened):
            if not (inside and loc[:1] == [kind]):
                yield loc, error
        return
    try:
        said = checked_intervention(one, folder, where)
    except DoorwaysError as error:
        if not inside:
            yield ("kind",), error
        return
    yield from _of_sites(said, set_here)


def _of_sites(
    said: Mapping[str, Any], set_here: Mapping[str, Override]
) -> Iterator[tuple[Loc, DoorwaysError]]:
    """Yield what cannot be of the sites a service would have, or go wrong with them, at central values."""
    kind, beset = kinds()[said["kind"]], said.get(BESET, ())
    central = central_values(
        Scenario("file", "File", interventions=(said,), parameters=dict(set_here))
    )
    try:
        found = list(faults(beset, kind.sites(said, central)))
    except DoorwaysError as fault:
        yield _said_at(said, fault), fault
        return
    for number, key, error in found:
        yield (BESET, number, key), error
    if found:
        return
    try:
        opened_sites(kind, said, central)
    except DoorwaysError as fault:
        yield (BESET, 0) if beset else (), fault


def _said_at(said: object, error: DoorwaysError) -> Loc:
    """Return where a number that a fault is about stands, under a key the fault names; () if it is not there."""
    inside: Iterable[tuple[str | int, object]] = ()
    if isinstance(said, Mapping):
        inside = said.items()
    elif isinstance(said, list | tuple):
        inside = enumerate(said)
    for key, one in inside:
        if one == error.value and str(key).replace("_", " ") in error.thing:
            return (key,)
        if within := _said_at(one, error):
            return (key, *within)
    return ()


def _of_files(data: Mapping[str, Any], folder: Path) -> list[Fault]:
    """Return the faults of the files a scenario names, once each."""
    parts = data.get("interventions", [])
    named = [one[FILE] for one in parts if isinstance(one, dict) and isinstance(one.get(FILE), str)]
    found = []
    for name in dict.fromkeys(named):
        if name.endswith(".toml") and _says_its_type(path := part_path(name, folder, "file")):
            found += faults_of(path)
    return found


def _says_its_type(path: Path) -> bool:
    """Tell whether a file is a part: whatever else it is has been told of the scenario already."""
    try:
        return "type" in read_toml(path, "file")
    except DoorwaysError:
        return False
