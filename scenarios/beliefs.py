"""What a comparison believes: the register's figures, and what its scenarios set instead."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from agents.synthesis.authority import AuthorityProfile
from calibration.beliefs.evidence.claims import as_published
from calibration.beliefs.evidence.draw import at, uniform
from calibration.beliefs.evidence.figure import Figure
from calibration.beliefs.evidence.load import figure, figures
from calibration.beliefs.parameters import national, parameters_for
from calibration.joint.result import Calibration
from scenarios.intervention_schema import kinds
from scenarios.override import Override, settable
from scenarios.scenario import Scenario
from simulation.errors import DoorwaysError
from simulation.parameters import service_parameters
from simulation.runner.spec import digest
from simulation.services.declaration import OwnFigure
from simulation.services.figures import PARAMETERS as SHARED
from simulation.services.opened_sites import read_by


@dataclass(frozen=True)
class Beliefs:
    """Hold what both arms of a comparison believe.

    Parameters
    ----------
    overrides
        Figures the scenarios set instead of the register's, by name.
    central
        Whether every figure stays at its central value.
    calibration
        Joint calibration whose draws replace the register's; what a scenario sets stands above it.
    own
        Figures that come with the files the scenarios name, by name.
    set_for_services
        Figures the scenarios set for a service alone: its values hold them, no others.
    kinds
        Kinds of service that either arm opens.
    besides
        Figures that what either arm says of a service reads besides those of its kind.
    """

    overrides: Mapping[str, Override]
    central: bool
    calibration: Calibration | None = None
    own: Mapping[str, OwnFigure] = field(default_factory=dict)
    set_for_services: Mapping[str, Override] = field(default_factory=dict)
    kinds: frozenset[str] = frozenset()
    besides: frozenset[str] = frozenset()

    def figures(self) -> dict[str, Figure]:
        """Return every figure a run draws, as believed here, by name."""
        names = sorted({d.name for d in national()} - self._unread() | set(self.overrides))
        believed = {name: self._figure(name) for name in names}
        return believed | {name: figure_of(own) for name, own in self.own.items()}

    def values(self, council: AuthorityProfile, seed: int, draw: int) -> dict[str, Any]:
        """Return every parameter of one draw for a council; `draw` plays no part when central."""
        set_here = {name: self._value(name, seed, draw) for name in self.overrides}
        values = parameters_for(
            council,
            seed=seed,
            draw_number=None if self.central else draw,
            overrides=self.learnt(draw) | set_here,
        )
        # What a scenario sets stands, even against what the council's own figures would give.
        return values | set_here | self.brought(values, seed, draw)

    def _unread(self) -> set[str]:
        """Name the figures that belong to services neither arm opens, so that no run reads them."""
        read = {own.name for kind in self.kinds for own in kinds()[kind].parameters}
        read |= {own.name for own in SHARED} if self.kinds else set()
        read |= {own.figure for own in self.own.values()} | self.besides
        return {own.name for own in service_parameters()} - read

    def brought(
        self, values: Mapping[str, Any], seed: int = 0, draw: int | None = None
    ) -> dict[str, Any]:
        """Return the values that come with files: central or drawn, or the register's they name."""
        found: dict[str, Any] = {}
        for name, own in self.own.items():
            one = figure(own.figure) if own.figure else figure_of(own)
            if own.figure in values:
                found[name] = values[own.figure]
            elif self.central or draw is None or not one.is_drawn:
                found[name] = one.value
            else:
                # One figure of the register has one luck, whoever names it.
                found[name] = at(one, uniform(own.figure or name, seed, draw))
        return found

    def learnt(self, draw: int) -> dict[str, Any]:
        """Return what the joint calibration found: one posterior draw, or the medians when central."""
        if self.calibration is None:
            return {}
        return dict(self.calibration.values(None if self.central else draw))

    def digest(self) -> str:
        """Hash what is believed: values, ranges and distributions of every figure."""
        believed = {
            name: [
                one.value,
                one.low,
                one.high,
                one.relative,
                one.distribution,
                one.interval_meaning,
            ]
            for name, one in self.figures().items()
        }
        whole: dict[str, Any] = {"figures": believed, "central": self.central}
        if self.calibration is not None:
            whole["calibration"] = self.calibration.key
        return digest(whole)

    def assumptions(self) -> tuple[dict[str, Any], ...]:
        """List the figures that were assumed or elicited, not measured."""
        set_here = {*self.overrides, *self.set_for_services, *self.own}
        return tuple(
            {
                "id": name,
                "says": one.says,
                "value": one.value,
                "unit": one.unit,
                "low": one.low,
                "high": one.high,
                "relative": one.relative,
                "kind": one.kind,
                "grade": one.grade,
                "source": one.source,
                "set_by_scenario": name in set_here,
            }
            for name, one in self.figures().items()
            if one.kind in ("assumed", "elicited") or name in set_here
        )

    def _figure(self, name: str) -> Figure:
        one, set_here = figures()[name], {**self.set_for_services, **self.overrides}
        return set_here[name].applied(one) if name in set_here else one

    def _value(self, name: str, seed: int, draw: int) -> Any:
        believed = self._figure(name)
        if self.central or not believed.is_drawn:
            return believed.value
        return at(believed, uniform(name, seed, draw), settable().get(name))


def shared_beliefs(
    arms: tuple[Scenario, Scenario], *, central: bool, calibration: Calibration | None = None
) -> Beliefs:
    """Merge what two scenarios believe; both arms run with all of it.

    Raises
    ------
    DoorwaysError
        When they contradict each other: then the difference would not be the services'.
    """
    merged: dict[str, Override] = {}
    files: dict[str, OwnFigure] = {}
    for arm in arms:
        for name, override in arm.parameters.items():
            if merged.setdefault(name, override) != override:
                raise _contradiction(arm, name)
    for arm in arms:
        for name, own in brought(arm).items():
            if files.setdefault(name, own) != own:
                raise _contradiction(arm, name)
    shown = service_beliefs(arms[0]) | service_beliefs(arms[1])
    opened = frozenset(str(one["kind"]) for arm in arms for one in arm.interventions)
    besides = frozenset(
        own.name for arm in arms for one in arm.interventions for own in read_by(one)
    )
    return Beliefs(merged, central, calibration, files, shown, opened, besides)


def central_values(scenario: Scenario) -> dict[str, Any]:
    """Return the central value of every figure that a scenario's runs draw, in any council, by name."""
    believed = shared_beliefs((scenario, scenario), central=True).figures()
    return {name: one.value for name, one in believed.items()}


def own_beliefs(scenario: Scenario) -> dict[str, Override]:
    """Return what one scenario sets of the register's figures, for everything or for a service."""
    return {**scenario.parameters, **service_beliefs(scenario)}


def service_beliefs(scenario: Scenario) -> dict[str, Override]:
    """Return the effects that a scenario's services set: published claims, and their own."""
    found: dict[str, Override] = {}
    for one in scenario.interventions:
        if one.get("claims") == "published":
            own = {figure.name for figure in kinds()[one["kind"]].parameters}
            found |= {n: Override(value) for n, value in as_published().items() if n in own}
        found |= {name: Override(value) for name, value in one.get("effects", {}).items()}
    return found


def brought(scenario: Scenario) -> dict[str, OwnFigure]:
    """Return the figures that come with what a scenario opens, by name."""
    return {
        own.name: own for one in scenario.interventions for own in kinds()[one["kind"]].own(one)
    }


def figure_of(own: OwnFigure) -> Figure:
    """Return a figure that comes with a file as one of the register, which it is not in."""
    if own.figure:
        # It varies with the figure it is taken from, never by itself.
        lent = replace(figure(own.figure), id=own.name, arithmetic=f"As {own.figure}.")
        return replace(lent, low=None, high=None, interval_meaning="", distribution="fixed")
    drawn = own.low is not None
    below_zero = drawn and own.low is not None and own.low <= 0
    return Figure(
        id=own.name,
        says=own.says,
        value=own.central,
        unit=own.unit,
        low=own.low,
        high=own.high,
        interval_meaning="90% range" if drawn else "",
        distribution=("normal" if below_zero else "lognormal") if drawn else "fixed",
        kind=own.kind,
        label="scenario",
        grade=own.grade,
        arithmetic=f"Set by the file that the scenario names: {own.source}",
    )


def _contradiction(arm: Scenario, name: str) -> DoorwaysError:
    return DoorwaysError(
        "scenario",
        arm.name,
        f"The two scenarios believe different values of {name}, so their difference would not be "
        "that of their services.",
        "Compare each with the baseline, or set the same value in both.",
    )
