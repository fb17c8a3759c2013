"""A private profile made of a return: figures and children of every year, with what was decided."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from calibration.beliefs.own.base import completed, nearest_year, read_figures, region_of
from calibration.beliefs.own.figures import figures_of
from calibration.beliefs.own.histories import Histories, histories, on
from calibration.beliefs.own.kept import THING, Kept
from calibration.beliefs.own.starting import starting
from calibration.beliefs.returns.importing import Imported
from simulation.errors import DoorwaysError
from simulation.version import PRODUCT_VERSION


@dataclass(frozen=True)
class Asked:
    """Hold what is decided about a private profile.

    Attributes
    ----------
    name
        What it is called, without `private:`.
    authorities
        Councils it is of; their published figures stand for what the return does not tell.
    start
        Year on whose 31 March runs start; None: the last of the returns.
    reference
        Years that rates are counted from; empty: that of the start and two before.
    short_breaks, unaccompanied
        Whether they are part of it.
    figures
        A small file of the council's own figures.
    """

    name: str
    authorities: tuple[str, ...] = ()
    start: int | None = None
    reference: tuple[int, ...] = ()
    short_breaks: bool = False
    unaccompanied: bool = True
    figures: Path | None = None


def make_profile(imported: Imported, asked: Asked) -> tuple[Kept, Histories]:
    """Return a private profile of a return, not kept yet, and the histories it was counted from.

    Raises
    ------
    DoorwaysError
        When the returns hold nobody, or not the years that are asked for.
    """
    found = histories(imported, short_breaks=asked.short_breaks, unaccompanied=asked.unaccompanied)
    start = _start(found, asked)
    reference = _reference(found, asked, start)
    # A year in which nobody is there says nothing.
    there = [year for year in found.years if len(on(found.episodes, year))]
    if start not in there:
        rule = f"Nobody is looked after on 31 March {start}."
        raise DoorwaysError(THING, asked.name, rule, "Choose another year with --start.")
    told = {year: figures_of(found, year) for year in there}
    figures = read_figures(asked.figures, told[start])
    years = {year: _year(found, year, asked, told[year], figures) for year in there}
    region, code = region_of(asked.authorities, nearest_year(start))
    about = {
        "region": region,
        "published": code,
        "authorities": list(asked.authorities),
        "unaccompanied": asked.unaccompanied,
        "short_breaks": asked.short_breaks,
        "has_missing": found.has_missing,
        "product_version": PRODUCT_VERSION,
        "written": [],
    }
    return Kept(asked.name, start, years, reference, about), found


def _start(found: Histories, asked: Asked) -> int:
    if found.episodes.empty or not found.years:
        rule = "The returns hold no child of whom a profile could be made."
        raise DoorwaysError(THING, asked.name, rule, "Look at the account of rows.")
    year = found.years[-1] if asked.start is None else asked.start
    return _one_of(year, found.years, "--start")


def _reference(found: Histories, asked: Asked, start: int) -> tuple[int, ...]:
    for year in asked.reference:
        _one_of(year, found.years, "--reference")
    if asked.reference and min(asked.reference) > start:
        rule = f"Rates are counted from years up to that of the start, {start}."
        said = ", ".join(map(str, asked.reference))
        raise DoorwaysError("option --reference", said, rule, "Name an earlier year.")
    return tuple(sorted(asked.reference, reverse=True))


def _one_of(year: int, years: Sequence[int], option: str) -> int:
    if year not in years:
        rule = f"The returns are of the years to 31 March {', '.join(map(str, years))}."
        raise DoorwaysError(f"option {option}", year, rule, "Choose one of them.")
    return year


def _year(
    found: Histories,
    year: int,
    asked: Asked,
    told: Mapping[str, float],
    figures: Mapping[str, float],
) -> dict[str, Any]:
    public = nearest_year(year)
    counts, imputed = completed(told, asked.authorities, public, figures)
    return {
        "counts": {name: float(value) for name, value in sorted(counts.items())},
        "imputed": sorted(imputed),
        "published_year": public,
        "start": starting(found.episodes, year),
    }
