"""No Wrong Door: hubs that take young people at the edge of care or in care, and what they do.

An effect reaches a young person as far as the hub is faithful to the ten distinguishers in that
mechanism, grown over the hub's first years, times the part of the relationship with the key worker
that has formed. The twins have no effects: *null* enrols and costs, *recording* also writes fewer
missing episodes down.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np

from simulation.interventions.no_wrong_door.effects import EFFECTS
from simulation.interventions.no_wrong_door.figures import DERIVED, PARAMETERS
from simulation.interventions.no_wrong_door.levers import LEVERS
from simulation.interventions.no_wrong_door.parts import parts_of
from simulation.interventions.no_wrong_door.sites import ADOPTER, FULL, scales_of, site_of, whose
from simulation.interventions.no_wrong_door.spec import (
    DISTINGUISHERS,
    EXAMPLE,
    GATE,
    NoWrongDoorSpec,
)
from simulation.interventions.no_wrong_door.staff import posts_of
from simulation.interventions.no_wrong_door.studied import STUDIES
from simulation.interventions.no_wrong_door.words import words
from simulation.services.already_run import AlreadyRun, already_run
from simulation.services.declaration import Part, Service, Site

_MOST_LIKELY = 0.99
#: Place of those of 10 to 15 among the age bands.
_TEENS = 3
#: Councils that run hubs already, with dates and the rows of the evidence that say so.
RUNNING: Final = Path(__file__).parent / "already_run.csv"


class NoWrongDoor(Service):
    """Open No Wrong Door hubs."""

    name = "no_wrong_door"
    title = "a No Wrong Door hub"
    spec = NoWrongDoorSpec
    example = EXAMPLE
    parameters = PARAMETERS
    derived = DERIVED
    effects = EFFECTS
    studies = STUDIES
    needed_levers = LEVERS
    sites_differ = True
    adopted = f"hub_fidelity_{ADOPTER}"
    cautions = (
        "No causal estimate of No Wrong Door has been published; no effect at all stays possible.",
    )

    @classmethod
    def sites(cls, spec: Mapping[str, Any], values: Mapping[str, Any]) -> Sequence[Site]:
        """Return the hubs of a scenario."""
        gate = {GATE[key]: number for key, number in spec.get("gate", {}).items()}
        believed = {**values, **spec.get("effects", {}), **gate}
        believed |= cls.derive(believed)
        scales = scales_of(believed)
        return [site_of(one, spec, believed, scales) for one in spec["hubs"]]

    @classmethod
    def site_count(cls, spec: Mapping[str, Any]) -> int:
        """Return how many hubs a scenario opens."""
        return len(spec["hubs"])

    @classmethod
    def site_names(cls, spec: Mapping[str, Any]) -> Sequence[str]:
        """Return the names of the hubs."""
        return [one.get("name", f"Hub {k}") for k, one in enumerate(spec["hubs"], 1)]

    @classmethod
    def derive(cls, values: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return the log odds of two choices that the ratios of rates imply.

        A charge given arrest, from the ratios of charges and arrests; and a planned move that leads
        out of a home, so that stepping down follows the ratio of exits though moves have their own.
        """
        charges = float(values["nwd_charge_ratio"]) / float(values["nwd_arrest_ratio"])
        downs = float(values["nwd_exit_ratio"]) / float(values["nwd_move_ratio"])
        teens = float(np.asarray(values["step_down_share"])[_TEENS])
        return {
            "nwd_charge_log_odds": _log_odds(float(values["charge_share"]), charges),
            "nwd_step_down_log_odds": _log_odds(teens, downs),
        }

    @classmethod
    def as_faithful(cls, spec: Mapping[str, Any], fidelity: float) -> dict[str, Any]:
        """Return the service with all ten distinguishers so far in place."""
        return {**spec, "fidelity": dict.fromkeys(DISTINGUISHERS, fidelity)}

    @classmethod
    def parts(cls, spec: Mapping[str, Any], values: Mapping[str, Any]) -> Sequence[Part]:
        """Return the ten distinguishers; with one go the specialists who are there for it."""
        return parts_of(spec, values)

    @classmethod
    def with_sites(cls, spec: Mapping[str, Any], opens: Mapping[int, float]) -> dict[str, Any]:
        """Return the service with some of its hubs, each opening in its month."""
        hubs = [{**spec["hubs"][k], "opens_month": month} for k, month in opens.items()]
        return {**spec, "hubs": hubs}

    @classmethod
    def lacking(
        cls, spec: Mapping[str, Any], values: Mapping[str, Any], site: int, post: str
    ) -> Mapping[str, Any]:
        """Return the service with a role of one hub vacant: what rests on it goes with it."""
        hubs, role = [dict(one) for one in spec["hubs"]], post.replace(" ", "_")
        vacant = {role: posts_of(hubs[site], values)[role]}
        hubs[site]["vacant"] = {**(hubs[site].get("vacant") or {}), **vacant}
        return {**spec, "hubs": hubs}

    @classmethod
    def with_tables(cls, spec: Mapping[str, Any], values: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return the service with the staff of each hub."""
        hubs = [{**one, "staff": posts_of(one, values)} for one in spec["hubs"]]
        return {**spec, "hubs": hubs}

    @classmethod
    @cache
    def already_run(cls) -> Sequence[AlreadyRun]:
        """Return the councils that run hubs already."""
        return already_run(RUNNING)

    @classmethod
    def shown(cls, spec: Mapping[str, Any]) -> Sequence[str]:
        """Name the fidelity the scenario takes."""
        named = whose(spec)
        own = () if named == FULL else (f"hub_fidelity_{named}",)
        return ("nwd_charge_ratio", *own)

    @classmethod
    def words(cls, spec: Mapping[str, Any], number: Callable[[str], float]) -> str:
        """Describe the hubs in plain English."""
        return words(spec, number)


def _log_odds(share: float, ratio: float) -> float:
    """Return the log odds by which a share becomes so many times as large, nearly 1 at most."""
    if not 0.0 < share < 1.0:
        return 0.0
    then = min(share * ratio, _MOST_LIKELY)
    return math.log(then / (1 - then)) - math.log(share / (1 - share))
