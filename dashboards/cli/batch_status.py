"""How far a batch is, in words."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from dashboards.cli.sheet_table import sheet_table
from dashboards.report.sheets import Sheet

if TYPE_CHECKING:
    from rich.console import Console


def show_status(console: "Console", found: Mapping[str, Any]) -> None:
    """Print what is stored of a batch, the councils that lack futures, and its calibrations."""
    futures, name = found["futures"], found["batch"]
    if found["comparisons"]:
        said = (
            f"{name}: {futures['stored']:,} of {futures['total']:,} futures are stored, of "
            f"{found['comparisons']:,} comparisons."
        )
        console.print(said, style="bold", markup=False)
    rows = tuple(
        (one["name"], f"{one['stored']:,}", f"{one['missing']:,}")
        for one in found["councils"]
        if one["missing"]
    )
    if rows:
        console.print(sheet_table(Sheet(("Council", "Stored", "Missing"), rows)))
    for line in _of_calibrations(name, found["calibrations"]):
        console.print(line, markup=False)


def _of_calibrations(name: str, found: Mapping[str, Any]) -> list[str]:
    if not found["total"]:
        return []
    said = [f"{name}: {found['stored']:,} of {found['total']:,} calibrations are made."]
    shared = found["simulations"]
    if shared["missing"]:
        counted = f"{shared['stored']:,} of the {shared['total']:,}"
        said.append(f"{counted} simulations they share are stored.")
    return said + [f"Failed: {one['name']}: {one['why']}" for one in found["failed"]]
