"""Check the register against what the model declares: nothing unused, missing or out of place."""

import importlib.util
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Final

from calibration.beliefs.evidence.declared import DeclaredParameter
from calibration.beliefs.evidence.draw import at
from calibration.beliefs.evidence.figure import Figure, Problem, Source, bounds, leaves, shape_of
from calibration.beliefs.evidence.load import FIGURES, read, sources
from calibration.beliefs.evidence.running import of_running, running_rows
from simulation.errors import DoorwaysError

_YEAR: Final = re.compile(r"_20\d\d$")
#: Folder of the packages, from which files that use figures are named.
_ROOT: Final = Path(__file__).parents[3]
_NEED_RANGE: Final = ("assumed", "elicited")


def problems() -> list[str]:
    """Return everything wrong with the register in sentences, [] when it is sound."""
    from calibration.beliefs.parameters import national

    return [str(problem) for problem in check(national())]


def check(
    parameters: Iterable[DeclaredParameter],
    folder: Path = FIGURES,
    known: Mapping[str, Source] | None = None,
) -> list[Problem]:
    """Compare the figures of a folder with the parameters the model declares.

    Parameters
    ----------
    parameters
        Everything the processes, interventions and costs declare.
    folder
        Topic files of figures.
    known
        Bibliography; the register's own when left out.
    """
    bibliography = sources() if known is None else known
    found, faults = read(folder)
    wanted = {p.name: p for p in parameters}
    settled = {f.id for f in found} | {f.name for f in faults}
    lacking = [
        Problem(name, "missing", "is a parameter of the model but has no figure")
        for name in wanted
        if name not in settled
    ]
    ours = [p for f in found for p in of_figure(f, wanted.get(f.id), bibliography, wanted)]
    # Where services run already is the register's too, though their folders hold it.
    running = running_rows() if known is None else ()
    named = {row.source for row in running} | (_of_studies() if known is None else set())
    idle = of_sources(found, bibliography, named)
    return [*faults, *lacking, *ours, *of_running(running, bibliography), *idle]


def _of_studies() -> set[str]:
    """Return the sources that rows of studies name, those only told among them."""
    from calibration.beliefs.effects.load import studies

    return {row.source for row in studies()}


def of_sources(
    found: Iterable[Figure], known: Mapping[str, Source], besides: Collection[str] = ()
) -> list[Problem]:
    """List the sources that lack something or that no figure, and nothing `besides`, names."""
    named = {one.source for one in found} | set(besides)
    faults = [
        Problem(one.key, "source", "is a source without title, author, year, address or licence")
        for one in known.values()
        if not all((one.title, one.author, one.year, one.url, one.licence, one.retrieved))
    ]
    idle = [Problem(key, "source", "is a source no figure names") for key in known.keys() - named]
    return [*faults, *sorted(idle, key=lambda problem: problem.name)]


def of_figure(
    one: Figure,
    parameter: DeclaredParameter | None,
    known: Mapping[str, Source],
    declared: Mapping[str, DeclaredParameter],
) -> list[Problem]:
    """List what is wrong with one figure, given the parameter it feeds (or None)."""
    tests: tuple[Callable[[], tuple[str, str] | None], ...] = (
        lambda: _worded(one),
        lambda: _sourced(one, known),
        lambda: _ranged(one),
        lambda: _inside(one),
        lambda: _drawable(one),
        lambda: _used(one, parameter, declared),
        lambda: _fitting(one, parameter) if parameter else None,
    )
    return [Problem(one.id, *fault) for test in tests if (fault := test())]


def _worded(one: Figure) -> tuple[str, str] | None:
    if not one.unit.strip():
        return "unit", "has no unit"
    if len(one.says.split()) < 3 or not one.says.rstrip().endswith("."):
        return "sentence", "has no sentence saying what it is"
    return None


def _sourced(one: Figure, known: Mapping[str, Source]) -> tuple[str, str] | None:
    if one.source and one.source not in known:
        return "source", f"names the source {one.source!r}, which sources.toml lacks"
    if one.kind == "measured" and not (one.source and one.locator):
        return "source", "is measured but does not say where (source and locator)"
    if one.kind == "derived" and not (one.source and one.arithmetic):
        return "source", "is derived but lacks its source or its arithmetic"
    if one.kind in _NEED_RANGE and not (one.source or one.arithmetic):
        return "source", f"is {one.kind} but does not say why (source or arithmetic)"
    return None


def _ranged(one: Figure) -> tuple[str, str] | None:
    if one.kind in _NEED_RANGE and bounds(one) is None:
        return "range", f"is {one.kind} and so needs low and high"
    if bounds(one) is not None and not one.interval_meaning:
        return "range", "has low and high but does not say what they mean"
    if one.is_drawn and bounds(one) is None:
        return "range", f"is drawn from a {one.distribution} distribution without low and high"
    return None


def _inside(one: Figure) -> tuple[str, str] | None:
    ends = bounds(one)
    if ends is None:
        return None
    trios = zip(leaves(ends[0]), leaves(one.value), leaves(ends[1]), strict=True)
    if all(low <= value <= high for low, value, high in trios):
        return None
    return "interval", "has its value outside low and high"


def _drawable(one: Figure) -> tuple[str, str] | None:
    if _inside(one) or not one.is_drawn:
        return None
    try:
        at(one, 0.5)
    except DoorwaysError as fault:
        return "distribution", str(fault)
    return None


def _used(
    one: Figure, parameter: DeclaredParameter | None, declared: Mapping[str, DeclaredParameter]
) -> tuple[str, str] | None:
    for user in one.used_by:
        if user not in declared and not _mentions(user, one.id):
            return "unused", f"says that {user} uses it, which does not"
    if parameter is None and not one.used_by:
        return "unused", "is used by no parameter and no module"
    return None


def _fitting(one: Figure, parameter: DeclaredParameter) -> tuple[str, str] | None:
    if shape_of(one.value) != tuple(parameter.shape):
        return "shape", f"has shape {shape_of(one.value)}, the parameter {tuple(parameter.shape)}"
    if one.unit != parameter.unit:
        return "unit", f"is in {one.unit!r}, the parameter in {parameter.unit!r}"
    ends = bounds(one) or (one.value, one.value)
    numbers = [*leaves(one.value), *leaves(ends[0]), *leaves(ends[1])]
    if min(numbers) < parameter.low or max(numbers) > parameter.high:
        return "support", f"leaves the parameter's support {parameter.low} to {parameter.high}"
    return None


def _mentions(user: str, name: str) -> bool:
    """Tell whether the text of a module or file names a figure, with or without its year."""
    text = _file(user) if user.endswith(".toml") else _text(user)
    return name in text or (bool(_YEAR.search(name)) and _YEAR.sub("_", name) in text)


@cache
def _file(path: str) -> str:
    whole = _ROOT / path
    return whole.read_text(encoding="utf-8") if whole.is_file() else ""


@cache
def _text(module: str) -> str:
    try:
        spec = importlib.util.find_spec(module)
    except (ImportError, ValueError):
        return ""
    origin = spec.origin if spec else None
    return Path(origin).read_text(encoding="utf-8") if origin else ""
