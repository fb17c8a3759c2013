"""Ship England's stored calibration and print it into the docs: `python -m calibration.joint.publish`.

Writes shipped/england.json and the tables between the marks of docs/calibration.md.
"""

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from calibration.joint.result import Calibration
from calibration.joint.store import SHIPPED, find
from simulation.files.writing import write_text
from simulation.runner.spec import canonical
from simulation.store.store import open_store

PAGE: Final = Path(__file__).parents[2] / "docs" / "calibration.md"
BEGIN, END = "<!-- results -->", "<!-- end of results -->"
ROLES: Final = {"fit": "fitted", "hold": "held out"}
_WHOLE_FROM: Final = 10.0


def figure(value: float) -> str:
    """Write a count in whole numbers and a share with three decimals."""
    return f"{value:,.0f}" if abs(value) >= _WHOLE_FROM else f"{value:.3f}"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Return a table in Markdown; all columns but the first are numbers or short words."""
    rule = "| --- |" + " ---: |" * (len(head) - 1)
    return [f"| {' | '.join(head)} |", rule, *(f"| {' | '.join(row)} |" for row in rows)]


def parameters(result: Mapping[str, Any]) -> list[str]:
    """Return prior, posterior and coverage of each parameter."""
    gate = result["gate"]
    own = {one["name"]: one for one in gate["coverage"]}
    large = {one["name"]: one for one in gate["england"]["coverage"]}
    rows = []
    for one in result["parameters"]:
        before = one["prior"]
        rows.append(
            (
                one["label"],
                f"{before['median']:.3g} ({before['low']:.3g} to {before['high']:.3g})",
                f"{one['median']:.3g} ({one['low']:.3g} to {one['high']:.3g})",
                one["informed"],
                f"{own[one['name']]['90%']:.1%}",
                f"{large[one['name']]['90%']:.1%}",
            )
        )
    head = (
        "Parameter",
        "Prior, median and 90%",
        "Posterior, median and 90%",
        "The targets say",
        f"90% coverage, {gate['truths']} runs",
        f"of {gate['england']['truths']} as large as England",
    )
    return table(head, rows)


def targets(result: Mapping[str, Any]) -> list[str]:
    """Return every target: published, simulated, interval, verdict."""
    rows = [
        (
            f"{one['label']}, {one['year']}",
            f"`{one['measure']}`",
            ROLES[one["role"]],
            figure(one["published"]),
            figure(one["simulated"]),
            f"{figure(one['low'])} to {figure(one['high'])}",
            "inside" if one["inside"] else "**outside**",
        )
        for one in result["targets"]
    ]
    head = (
        "Target",
        "Measure",
        "Role",
        "Published",
        "Simulated",
        "90% predictive interval",
        "Verdict",
    )
    return table(head, rows)


def text(one: Calibration) -> str:
    """Return what is printed between the marks."""
    gate = one.result["gate"]
    shares = gate["shares"]
    missed = [row["label"] for row in one.result["targets"] if not row["inside"]]
    lines = [
        BEGIN,
        f"Calibration `{one.short}` of England, results version {one.results_version}: "
        f"**{one.status}**. Inside their 90% predictive interval are {shares['fit']:.0%} of the "
        f"fitted and {shares['hold']:.0%} of the held-out targets.",
        *gate["why"],
        "",
        *parameters(one.result),
        "",
        f"Coverage has a Monte Carlo standard error of {gate['error']['90%']:.1%} (runs of the "
        f"bank's size) and {gate['england']['error']['90%']:.1%} (England's size). The tests "
        f"together fail a perfect method in {gate['size']:.0%} and notice 90% intervals that hold "
        f"80% in {gate['power']:.0%} of calibrations.",
        "",
        "*Simulated* is a run of all councils at the middle of the posterior. Outside: "
        f"{'; '.join(missed)}.",
        "",
        *targets(one.result),
        END,
    ]
    return "\n".join(lines)


def shipped_text(one: Calibration) -> str:
    """Return the file that ships."""
    held = {
        "key": one.key,
        "place": one.place,
        "status": one.status,
        "results_version": one.results_version,
        "result": one.result,
    }
    return canonical(held) + "\n"


def printed(page: str, one: Calibration) -> str:
    """Return a page with the tables of a calibration between its marks."""
    before, _, rest = page.partition(BEGIN)
    return before + text(one) + rest.partition(END)[2]


def main(arguments: Sequence[str] | None = None) -> int:
    """Ship a stored calibration of England."""
    parser = argparse.ArgumentParser(prog="python -m calibration.joint.publish")
    parser.add_argument("--db", help="database that holds it")
    parser.add_argument("--page", type=Path, default=PAGE, help="page to print into")
    chosen = parser.parse_args(arguments)
    with open_store(chosen.db) as store:
        one = find("England", store)
    SHIPPED.mkdir(exist_ok=True)
    write_text(SHIPPED / "england.json", shipped_text(one))
    page = chosen.page.read_text(encoding="utf-8")
    write_text(chosen.page, printed(page, one))
    sys.stdout.write(f"{one.short}: {json.dumps(one.status)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
