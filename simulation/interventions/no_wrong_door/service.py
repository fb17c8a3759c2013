"""No Wrong Door: hubs that take young people at the edge of care or in care, and what they do.

An effect reaches a young person as far as the hub is faithful to the ten distinguishers in that
mechanism, grown over the hub's first years, times the part of the relationship with the key worker
that has formed. The twins have no effects: *null* enrols and costs, *recording* also writes fewer
missing episodes down.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from simulation.interventions.no_wrong_door.effects import EFFECTS
from simulation.interventions.no_wrong_door.figures import PARAMETERS
from simulation.interventions.no_wrong_door.key_worker_bond import KeyWorkerBond
from simulation.interventions.no_wrong_door.key_worker_change import KeyWorkerChange
from simulation.interventions.no_wrong_door.sites import site_of
from simulation.interventions.no_wrong_door.spec import check_spec
from simulation.services.declaration import Service, Site


class NoWrongDoor(Service):
    """Open No Wrong Door hubs."""

    name = "nwd_hub"
    title = "a No Wrong Door hub"
    parameters = PARAMETERS
    columns = (("bond_weight", "f8"), ("bond_growth", "f8"), ("key_worker_turnover", "f8"))
    processes = (KeyWorkerBond, KeyWorkerChange)
    effects = EFFECTS

    @classmethod
    def sites(cls, spec: Mapping[str, Any], values: Mapping[str, Any]) -> Sequence[Site]:
        """Return the hubs of a scenario.

        Raises
        ------
        DoorwaysError
            When the scenario says something that nothing here reads.
        """
        check_spec(spec)
        return [site_of(one, spec, values) for one in spec["hubs"]]
