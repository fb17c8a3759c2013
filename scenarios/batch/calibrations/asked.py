"""Everything that a plan's calibrations name, looked up and checked before anything runs."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Final

from agents.synthesis.authority import AuthorityProfile, PrivateProfile
from calibration.beliefs.authorities.base_year import base_year
from calibration.beliefs.authorities.load import profile, years
from calibration.fitting.targets import load as targets
from calibration.joint import prior as priors
from calibration.joint.bank.design import design
from calibration.joint.result import ENGLAND
from calibration.joint.spec import Spec, england_spec
from scenarios.batch.calibrations.said import NONE, USUAL, Calibrations
from scenarios.batch.once import refuse_twice
from scenarios.batch.plan import BatchPlan
from scenarios.many.which import councils_of
from simulation.errors import DoorwaysError
from simulation.runner.spec import digest

_KEY: Final = "calibrations"
_HELD: Final = f"batch plan, {_KEY}, held_out"
_FIT: Final = "fit"


@dataclass(frozen=True)
class Way:
    """Name one way to calibrate England, which councils of that way rest on.

    Attributes
    ----------
    targets, priors
        As the plan names them.
    held_out
        Year of which nothing is fitted; None where only the file of targets holds anything out.
    spec
        All of it, read.
    takes
        Whether anything is held out of England's targets by the year.
    """

    targets: str
    priors: str
    held_out: int | None
    spec: Spec
    takes: bool = False

    @cached_property
    def digest(self) -> str:
        """Return the digest of what is calibrated on what."""
        return digest(self.spec.plain())

    def __str__(self) -> str:
        said = [f"targets {self.targets}" if self.targets != USUAL else ""]
        said += [f"priors {self.priors}" if self.priors != USUAL else ""]
        said += [f"without {self.held_out}" if self.held_out else ""]
        # No name of a rehearsal may be that of a calibration.
        said += ["rehearsal"] if self.spec.rehearsal else []
        return ", ".join(filter(None, said))


@dataclass(frozen=True)
class Asked:
    """Name one calibration: a place, and a way.

    Attributes
    ----------
    council, later
        A council as it is calibrated, and its held-out year; None for England, or where none is held out.
    """

    way: Way
    council: AuthorityProfile | None = None
    later: AuthorityProfile | None = None

    @property
    def place(self) -> str:
        """Return the place's name."""
        return self.council.name if self.council else ENGLAND

    def __str__(self) -> str:
        # Named as `doorways calibrate` names it where it is the same.
        return ", ".join(filter(None, (self.place, str(self.way))))


def asked_of(plan: BatchPlan) -> tuple[Asked, ...]:
    """Return every calibration of a plan, in order: ways, then places.

    Raises
    ------
    DoorwaysError
        When a place, file or held-out year cannot be used, or is named twice.
    """
    said = plan.said.calibrations
    if said is None:
        return ()
    for key in ("targets", "priors", "held_out"):
        refuse_twice(f"{_KEY}, {key}", getattr(said, key))
    # It says what a bank must be.
    design(said.bank, 1, said.seed)
    places = _places(said.places)
    ways = _ways(said, plan.folder)
    return tuple(_asked(way, place) for way in ways for place in places)


def _ways(said: Calibrations, folder: Path) -> list[Way]:
    found = []
    for its_targets in said.targets:
        fitted = targets.read(folder / its_targets) if its_targets != USUAL else None
        for its_priors in said.priors:
            free = priors.read(folder / its_priors) if its_priors != USUAL else None
            spec = england_spec(said.bank, said.seed, fitted, free, rehearsed=said.rehearsal)
            for year in said.held_out:
                way = Way(its_targets, its_priors, None if year == NONE else int(year), spec)
                found.append(_holding_out(way))
    return found


def _holding_out(way: Way) -> Way:
    """Return a way with the targets of its year held out.

    Raises
    ------
    DoorwaysError
        When nothing is left to fit.
    """
    if way.held_out is None:
        return way
    held = way.spec.without(way.held_out)
    if not any(one.role == _FIT for one in held.targets):
        rule = f"All that is fitted of the targets ({way.targets}) is of that year."
        raise DoorwaysError(_HELD, way.held_out, rule, "Choose another year.")
    return replace(way, spec=held, takes=held != way.spec)


def _places(said: Sequence[str]) -> list[AuthorityProfile | None]:
    """Return councils as they are now; None stands for England."""
    found: list[AuthorityProfile | None] = []
    for one in said:
        whole = one.strip().casefold() == ENGLAND.casefold()
        found += [None] if whole else councils_of(one, base_year())
    refuse_twice(
        f"{_KEY}, places", [f"{one.name} ({one.code})" if one else ENGLAND for one in found]
    )
    return found


def _asked(way: Way, council: AuthorityProfile | None) -> Asked:
    """Return one calibration, of a council as it was a year before the one that is held out.

    Raises
    ------
    DoorwaysError
        When the place cannot hold out that year.
    """
    year = way.held_out
    if year is None:
        return Asked(way, council)
    if council is None:
        if not way.takes:
            rule = f"None of the fitted targets ({way.targets}) of England is of that year."
            raise DoorwaysError(_HELD, year, rule, "Choose another year, or name councils alone.")
        return Asked(way)
    if isinstance(council, PrivateProfile):
        rule = f"The private profile {council.name} has no year before it to be calibrated on."
        raise DoorwaysError(_HELD, year, rule, "Leave it out, or the year.")
    if year not in years()[1:]:
        rule = f"Councils can hold out {', '.join(map(str, years()[1:]))}."
        raise DoorwaysError(_HELD, year, rule, "Choose one of these, or name England alone.")
    return Asked(way, *(profile(council.code, one) for one in (year - 1, year)))
