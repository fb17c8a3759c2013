"""The list of everything a run reports, in the order of every table, and what is kept by week."""

from dataclasses import dataclass
from typing import Final, cast

from simulation.outcomes.measure import Measure
from simulation.outcomes.readings import Inside, WeeklyReading
from simulation.outcomes.reported.care import CARE
from simulation.outcomes.reported.money import MONEY
from simulation.outcomes.reported.placements import PLACEMENTS
from simulation.outcomes.reported.services import SERVICES
from simulation.outcomes.reported.supply import SUPPLY

MEASURES: Final[tuple[Measure, ...]] = (*CARE, *PLACEMENTS, *SERVICES, *SUPPLY, *MONEY)
BY_NAME: Final = {measure.name: i for i, measure in enumerate(MEASURES)}


@dataclass(frozen=True)
class Column:
    """Describe one figure kept week by week, for charts: its name and how it is read."""

    name: str
    read: WeeklyReading


def _measured(name: str) -> Column:
    """Return the weekly column of a measure that can be read at any week."""
    return Column(name, cast(WeeklyReading, MEASURES[BY_NAME[name]].read))


#: What is kept week by week; a column needs no more than its line here.
COLUMNS: Final[tuple[Column, ...]] = (
    _measured("children_looked_after"),
    _measured("foster_placements"),
    _measured("kinship_placements"),
    _measured("childrens_home_placements"),
    _measured("supported_placements"),
    _measured("service_placements"),
    _measured("parents_placements"),
    _measured("out_of_authority"),
    _measured("over_20_miles"),
    Column("missing_now", Inside("missing")),
    _measured("children_in_need"),
    _measured("edge_of_care"),
    _measured("service_waiting"),
    _measured("service_supported"),
    _measured("neet_16_17"),
    _measured("neet_18_20"),
    _measured("care_entries"),
    _measured("exits"),
    _measured("placement_moves"),
    _measured("missing_episodes"),
)
#: Names of the weekly columns, in their order; children unless the name says otherwise.
WEEKLY: Final[tuple[str, ...]] = tuple(column.name for column in COLUMNS)
