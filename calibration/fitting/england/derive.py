"""Write what follows from published tables by arithmetic: `python -m calibration.fitting.england.derive`.

How long placements had lasted when they ended, without those that ended in status only: nobody
moved, and the model has no such ends.
"""

import json
import sys
from typing import Final

from calibration.beliefs.authorities.base_year import FITTED
from calibration.beliefs.evidence.load import FIGURES
from calibration.fitting.england.counted import GROUPS
from calibration.fitting.england.goals import durations
from calibration.fitting.patterns.record import Floats
from simulation.files.writing import write_text

YEAR: Final = FITTED
FILE: Final = FIGURES / "derived.toml"
BANDS: Final = (
    "1-7 days",
    "to 1 month",
    "to 3 months",
    "to 6 months",
    "to 1 year",
    "to 2 years",
    "to 5 years",
    "longer",
)
#: Kinds of placement whose ends are written, by the stem of the figure; the year completes it.
KINDS: Final = {
    "ended_foster_": "foster",
    "ended_homes_": "homes",
    "ended_parents_": "parents",
}
ALL: Final = "ended_all_"


def block(stem: str, what: str, counts: Floats) -> str:
    """Return one figure as a block of TOML."""
    fields = {
        "says": f"Placements that ended, {what}, by how long they had lasted; status only left out.",
        "value": [round(float(count)) for count in counts],
        "items": list(BANDS),
    }
    lines = [f"{key} = {json.dumps(value)}" for key, value in fields.items()]
    return "\n".join([f"[{stem}{YEAR}]", *lines])


def text() -> str:
    """Return the file."""
    table = dict(zip(GROUPS, durations(YEAR), strict=True))
    blocks = [block(stem, kind, table[kind]) for stem, kind in KINDS.items()]
    blocks.append(block(ALL, "all kinds", sum(table.values())))
    head = (
        "# Written by calibration.fitting.england.derive; do not edit by hand.\n\n"
        '[_defaults]\nplace = "England"\nunit = "placements"\nkind = "derived"\n'
        'period = "YE March 2024"\nsource = "dfe_cla_2024"\n'
        'locator = "duration of placements ceasing; reason for placement change by placement and '
        'duration"\narithmetic = "Published ends by duration, less changes of status only of the '
        "kind, spread over durations as all changes of status are. Supported accommodation and "
        'other placements, which registration recoded, as the year before has them."\n'
        'used_by = ["calibration.fitting.england.derive"]\n'
    )
    return "\n".join([head, *(f"{one}\n" for one in blocks)])


def main() -> None:
    """Write the file."""
    write_text(FILE, text())
    sys.stdout.write(f"{FILE.name}\n")


if __name__ == "__main__":
    main()
