"""What a comparison believes: the register's figures, and what its scenarios set instead."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from agents.synthesis.authority import AuthorityProfile
from calibration.beliefs.evidence.claims import as_published
from calibration.beliefs.evidence.draw import at, uniform
from calibration.beliefs.evidence.figure import Figure
from calibration.beliefs.evidence.load import figures
from calibration.beliefs.parameters import national, parameters_for
from calibration.joint.result import Calibration
from scenarios.intervention_schema import kinds
from scenarios.override import Override, settable
from scenarios.scenario import Scenario
from simulation.errors import DoorwaysError
from simulation.runner.spec import digest


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
    """

    overrides: Mapping[str, Override]
    central: bool
    calibration: Calibration | None = None

    def figures(self) -> dict[str, Figure]:
        """Return every figure a run draws, as believed here, by name."""
        names = sorted({d.name for d in national()} | set(self.overrides))
        return {name: self._figure(name) for name in names}

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
        return values | set_here

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
                "set_by_scenario": name in self.overrides,
            }
            for name, one in self.figures().items()
            if one.kind in ("assumed", "elicited") or name in self.overrides
        )

    def _figure(self, name: str) -> Figure:
        one = figures()[name]
        return self.overrides[name].applied(one) if name in self.overrides else one

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
    for arm in arms:
        for name, override in own_beliefs(arm).items():
            if merged.setdefault(name, override) != override:
                raise _contradiction(arm, name)
    for arm, other in (arms, arms[::-1]):
        # Effects that one arm's services bring along would reach the other's services too.
        silent = _effects_in_use(arm) - own_beliefs(arm).keys()
        for name in sorted(silent & service_beliefs(other).keys()):
            raise _contradiction(arm, name)
    return Beliefs(merged, central, calibration)


def own_beliefs(scenario: Scenario) -> dict[str, Override]:
    """Return what one scenario sets: its parameters and what its services bring along."""
    return {**scenario.parameters, **service_beliefs(scenario)}


def service_beliefs(scenario: Scenario) -> dict[str, Override]:
    """Return the effects that a scenario's services bring: published claims, and their own."""
    brought: dict[str, Override] = {}
    for one in scenario.interventions:
        if one.get("claims") == "published":
            own = _figures_of(one)
            brought |= {n: Override(value) for n, value in as_published().items() if n in own}
        brought |= {name: Override(value) for name, value in one.get("effects", {}).items()}
    return brought


def _effects_in_use(scenario: Scenario) -> set[str]:
    """Name the figures of a scenario's services; twins have no effects."""
    real = (one for one in scenario.interventions if one.get("twin", "real") == "real")
    return set().union(*map(_figures_of, real))


def _figures_of(one: Mapping[str, Any]) -> set[str]:
    """Name the figures of the register that what is opened has as its own."""
    return {figure.name for figure in kinds()[one["kind"]].parameters}


def _contradiction(arm: Scenario, name: str) -> DoorwaysError:
    return DoorwaysError(
        "scenario",
        arm.name,
        f"The two scenarios believe different values of {name}, so their difference would not be "
        "that of their services.",
        "Compare each with the baseline, or set the same value in both.",
    )
