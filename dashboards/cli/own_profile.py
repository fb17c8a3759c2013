"""Make a private profile of a return that was read, keep it, and show what own data changed."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from simulation.errors import DoorwaysError

if TYPE_CHECKING:
    from rich.console import Console

    from calibration.beliefs.own.made import Asked
    from calibration.beliefs.returns.importing import Imported


def asked_for(name: str | None, options: Mapping[str, Any]) -> "Asked | None":
    """Return what is decided about a private profile; None where none is asked for.

    Parameters
    ----------
    options
        Values of the options that only a profile has, by their names.

    Raises
    ------
    DoorwaysError
        When one of them is said without a name, or the name is none.
    """
    from calibration.beliefs.own.kept import checked_name
    from calibration.beliefs.own.made import Asked

    if name is None:
        if said := [option for option, value in options.items() if value]:
            rule = "Only a private profile has it, and none is asked for."
            raise DoorwaysError("option", said[0], rule, "Say --name NAME to make one.")
        return None
    return Asked(
        checked_name(name),
        listed(options["--authority"]),
        options["--start"],
        tuple(options["--reference"]),
        options["--with-short-breaks"],
        not options["--without-unaccompanied"],
        options["--figures"],
    )


def listed(text: str | None) -> tuple[str, ...]:
    """Return the councils that are named between commas."""
    return tuple(one.strip() for one in (text or "").split(",") if one.strip())


def make(
    imported: "Imported",
    asked: "Asked",
    out: Path | None,
    files: Sequence[Path | str | None],
    console: "Console",
) -> dict[str, Any]:
    """Make and keep a private profile; print and return what own data changed.

    Parameters
    ----------
    out
        Folder of the report, when one is asked for.
    files
        Other files that this import wrote: forgetting the profile takes them away too.
    """
    from dashboards.report.own_data import kept_with

    written = [Path(one) for one in files if one is not None and str(one) != "-"]
    told, file = kept_with(imported, asked, out, written)
    _show(console, told, file, out)
    return told


def _show(console: "Console", told: Mapping[str, Any], file: Path, out: Path | None) -> None:
    from dashboards.cli.sheet_table import sheet_table
    from dashboards.report import own_data_sheets

    console.print()
    console.print(own_data_sheets.headline(told), style="bold", markup=False)
    for sheet in (
        own_data_sheets.figures(told),
        own_data_sheets.levels(told),
        own_data_sheets.rates(told),
    ):
        console.print()
        console.print(sheet_table(sheet))
    console.print()
    for one in own_data_sheets.sentences(told):
        console.print(one, markup=False)
    console.print(f"Kept in {file}, for you alone to read.", markup=False, soft_wrap=True)
    if out is not None:
        console.print(f"Report      {out / 'report.html'}", markup=False, soft_wrap=True)
    called = f"private:{told['name']}"
    console.print(f"Use it: doorways forecast --authority {called}", markup=False)
    console.print(f"Take it away: doorways forget {called}", markup=False)
