"""A young person of 16 to 20 drops out of education, employment and training."""

from typing import Any

from agents.codes import Activity, Status
from agents.parameter import Parameter
from agents.rows import YoungPersonRow
from simulation.draws import Address
from simulation.process import HAPPENED, Process
from simulation.tables import World

IN_EET, NEET = int(Activity.IN_EET), int(Activity.NEET)
CARE_LEAVER = int(Status.CARE_LEAVER)


class BecomingNeet(Process):
    """Change activity, while looked after or a care leaver."""

    name = "becoming_neet"
    words = "dropping out of education, employment and training"
    statuses = (Status.LOOKED_AFTER, Status.CARE_LEAVER)
    parameters = (
        Parameter(
            "neet_hazard",
            "per year",
            0,
            20,
            "Leaves education, employment and training: aged 16-17, 18-20.",
            (2,),
        ),
    )

    @staticmethod
    def hazard(now: float, row: YoungPersonRow, world: World, p: Any) -> float:
        """Per year, by status: in care or a care leaver."""
        if row.activity != IN_EET:
            return 0.0
        return p.neet_hazard[1 if row.status == CARE_LEAVER else 0]

    @staticmethod
    def happen(now: float, row: YoungPersonRow, world: World, p: Any, draw: Address) -> int:
        """Change."""
        row.activity = NEET
        return HAPPENED
