"""One council's forecast by simulation, from what was known on 31 March of an origin."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from agents.codes import Placement
from agents.synthesis.synthesise import synthesise
from calibration.beliefs.authorities.asof import nothing_after
from calibration.beliefs.authorities.load import england, profile
from calibration.beliefs.evidence.draw import uniform
from calibration.beliefs.local.rates import DRAWN, local_rates, whole_of
from calibration.beliefs.local.unaccompanied import expecting
from calibration.beliefs.parameters import parameters_for
from calibration.checks.backtest.levels import levels
from calibration.checks.backtest.luck import years_up_to
from calibration.checks.backtest.simulated_year import STEP, mix_of
from simulation.outcomes.measures import MEASURES
from simulation.simulate import run_years, start

Floats = NDArray[np.float64]
#: Kinds of placement that are scored together, in the order of `calibration.beliefs.local.mix.GROUPS`.
GROUPS: Final = (
    (
        Placement.FOSTER_IN_HOUSE,
        Placement.FOSTER_AGENCY,
        Placement.KINSHIP,
    ),
    (Placement.CHILDRENS_HOME,),
    (Placement.SUPPORTED, Placement.LODGINGS, Placement.OTHER),
    (Placement.PARENTS,),
    (Placement.ADOPTION,),
    (Placement.OTHER_RESIDENTIAL,),
)

type Result = dict[str, Any]


@dataclass(frozen=True)
class Task:
    """Name one council's forecast: everything that its result depends on.

    Attributes
    ----------
    origin
        Year whose 31 March it starts from.
    code, name
        The council.
    horizon
        Years ahead.
    replicates, seed
        How many futures, and the address of their draws.
    rests_on
        Digest of what was known (`calibration.checks.backtest.rests.rests_on`).
    """

    origin: int
    code: str
    name: str
    horizon: int
    replicates: int
    seed: int
    rests_on: str = ""

    @property
    def key(self) -> str:
        """Return the address of its result in a scorecard."""
        return f"{self.origin}/{self.code}/{self.horizon}/{self.replicates}/{self.seed}"

    def __str__(self) -> str:
        return f"{self.name} from {self.origin}"


def forecast(task: Task) -> Result:
    """Return the futures of a council as plain lists: stock, starts and placements by year.

    Returns
    -------
    dict
        "stock" and "starts" of shape (replicates, years), "mix" of shape (replicates, years, kinds).

    Raises
    ------
    DoorwaysError
        When anything published after the origin is asked for, or the council cannot run.
    """
    stock, starts, mix = [], [], []
    with nothing_after(task.origin):
        council, whole = profile(task.code, task.origin), england(task.origin)
        known = levels(task.origin) | years_up_to(task.origin)
        central = parameters_for(council, overrides=known)
        coming, englands = expecting(council, whole, central), whole_of(whole, central)
        for j in range(task.replicates):
            at = {name: uniform(f"{task.code}/{name}", task.seed, j) for name in DRAWN}
            p = central | local_rates(council, whole, central, at, englands)
            population = synthesise(coming, p, task.seed, j, float(task.horizon))
            run = start(population, (), p, task.seed, j, float(task.horizon), place=council.code)
            years = []
            for year in range(1, task.horizon + 1):
                run.advance(float(year), STEP)
                years.append(mix_of(run))
            values, _ = run_years(run, task.horizon, STEP)
            stock.append([float(kinds.sum()) for kinds in years])
            starts.append(values[_ENTRIES].tolist())
            mix.append([[float(kinds[list(g)].sum()) for g in GROUPS] for kinds in years])
    return {"stock": stock, "starts": starts, "mix": mix}


_ENTRIES: Final = [m.name for m in MEASURES].index("care_entries")
