"""Write docs/processes.md: every process, service, parameter and outcome, from the code.

Run as ``python -m dashboards.documentation.catalogue``. A test compares the page with what this would write.
"""

import sys
from collections import Counter
from pathlib import Path
from typing import Final

from calibration.beliefs.local.declared import COMPUTED
from calibration.beliefs.prices import LOCAL_OUTTURN
from dashboards.documentation.catalogue_tables import (
    KIND_LABELS,
    effect_rows,
    groups,
    intervention_rows,
    outcome_rows,
    parameter_row,
    process_rows,
    register_figures,
    running_rows,
    source_rows,
    table,
)
from simulation.discover import model_rules, services
from simulation.errors import DoorwaysError
from simulation.files.writing import write_text
from simulation.outcomes.measures import MEASURES, WEEKLY

PAGE: Final = Path(__file__).parents[2] / "docs" / "processes.md"
PROCESS_HEAD: Final = (
    "process",
    "acts on",
    "what it is",
    "how likely, or when",
    "what changes",
    "outcomes",
    "parameters read",
)
PARAMETER_HEAD: Final = (
    "parameter",
    "unit",
    "support",
    "meaning",
    "central value",
    "range",
    "kind",
    "source",
    "grade",
)


def page() -> str:
    """Return the whole page as Markdown."""
    parts = [_opening(), _processes(), _interventions(), _parameters(), _outcomes(), _sources()]
    return "\n\n".join(parts) + "\n"


def write(path: Path = PAGE) -> None:
    """Write the page.

    Raises
    ------
    DoorwaysError
        When the folder it belongs into does not exist.
    """
    if not path.parent.is_dir():
        raise DoorwaysError(
            "catalogue",
            path,
            "It is written into the docs folder of a source checkout.",
            "Run it from a checkout.",
        )
    write_text(path, page())


def main() -> None:
    """Write the page and say where."""
    write()
    sys.stdout.write(f"Wrote docs/{PAGE.name}.\n")


def _opening() -> str:
    found = register_figures()
    kinds = Counter(one.kind for one in found)
    judged = [one for one in found if one.kind in ("assumed", "elicited")]
    still = sum(not one.is_drawn for one in judged)
    return f"""# Catalogue: processes, what can be tried, parameters, outcomes

Written from the code by `python -m dashboards.documentation.catalogue`: do not edit. What it means as a whole is
in [model.md](model.md); how figures are held is in [evidence.md](evidence.md).

| | how many |
| --- | --- |
| processes | {len(model_rules().every)} |
| services, practices and conditions | {len(services())} |
| reported measures | {len(MEASURES)} |
| parameters | {len(found) + len(COMPUTED)} |
| of these worked out for each council | {len(COMPUTED)} |
| measured, derived | {kinds["measured"]}, {kinds["derived"]} |
| elicited, assumed | {kinds["elicited"]}, {kinds["assumed"]} |
| drawn anew for each pair of runs | {sum(one.is_drawn for one in found)} |
| elicited or assumed, yet the same in every run | {still} |"""


def _processes() -> str:
    parts = [
        "## Processes",
        "*By chance* is a hazard in events per year, which may change whenever something it depends "
        "on does. *At a set time* happens on that date. Parameters are those the process's file "
        "reads; what placing, starting and leaving care read is listed with them below.",
    ]
    for kind, label in KIND_LABELS.items():
        parts += [f"### {label}", table(PROCESS_HEAD, process_rows(kind))]
    return "\n\n".join(parts)


def _interventions() -> str:
    return "\n\n".join(
        [
            "## Services, practices and conditions",
            table(("kind", "sort", "what it is", "what it adds"), intervention_rows()),
            "Effects, each a figure of the register:",
            table(("kind", "acts on", "effect", "by way of"), effect_rows()),
            "Where they run already, so that the council's baseline contains what they do "
            "([services.md](services.md#where-a-service-runs-already)):",
            table(("kind", "council", "called", "dates", "source", "note"), running_rows()),
        ]
    )


def _parameters() -> str:
    own = ", ".join(f"`{name}`" for name in LOCAL_OUTTURN)
    parts = [
        "## Parameters",
        "The support is what a value may be at all; the range is how sure the figure is, and "
        "whether runs draw from it. A range of *times* a number multiplies the central value. "
        "*Worked out* means computed from the council's published counts in "
        "[calibration/beliefs/local](../calibration/beliefs/local). Grades are of effects: A randomised "
        "trial, B comparison areas or meta-analysis, C before and after, D description.",
    ]
    for title, group in groups().items():
        parts += [f"### {title}", table(PARAMETER_HEAD, map(parameter_row, group))]
    parts.append(f"A council's own published outturn replaces the value here: {own}.")
    return "\n\n".join(parts)


def _outcomes() -> str:
    weekly = ", ".join(f"`{name}`" for name in WEEKLY)
    return "\n\n".join(
        [
            "## Outcomes",
            "Reported for each year and in total. Flows, time and money add up over the years; "
            "stocks and shares are those of the last day.",
            table(("measure", "label", "unit", "kind", "better", "what it counts"), outcome_rows()),
            f"Kept for each week as well, for charts: {weekly}.",
        ]
    )


def _sources() -> str:
    head = ("key", "author", "year", "work")
    return "\n\n".join(["## Sources of the parameters", table(head, source_rows())])


if __name__ == "__main__":
    main()
