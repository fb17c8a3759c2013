"""When the first site of a scenario's services opens."""

from dataclasses import replace

from agents.lengths import MONTHS_PER_YEAR
from agents.synthesis.authority import AuthorityProfile
from scenarios import usual
from scenarios.compare import make_plan
from scenarios.intervention_schema import kinds
from scenarios.request import REPLICATES, CompareRequest
from simulation.services.declaration import Sort
from simulation.services.opened import VALUES
from simulation.services.opened_sites import opened_sites


def first_month(request: CompareRequest, council: AuthorityProfile | None = None) -> float:
    """Return the month in which the first site of a service opens, with central values."""
    central = replace(request, central=True, replicates=REPLICATES[0], baseline=usual.BASELINE)
    task = make_plan(central, council).tasks[0]
    opens = []
    for spec in task.arms[1].interventions:
        kind = kinds()[spec["kind"]]
        if kind.sort is Sort.SERVICE:
            said = {key: one for key, one in spec.items() if key != VALUES}
            sites = opened_sites(kind, said, {**task.parameters, **spec[VALUES]})
            opens += [float(site.columns["opens"]) for site in sites]
    return min(opens) * MONTHS_PER_YEAR
