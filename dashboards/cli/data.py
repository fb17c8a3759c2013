"""`doorways data`: add a new year's published tables, see what is there, and make a year the base year."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from dashboards.cli.console import output
from dashboards.cli.delivering import JsonFile, check_file, deliver_json, screen

if TYPE_CHECKING:
    from rich.console import Console

    from calibration.beliefs.authorities.account import OfYear
    from calibration.beliefs.authorities.new_year import Added

data = typer.Typer(
    help="Add published tables of a new year, and choose the base year.", no_args_is_help=True
)

Tables = Annotated[
    Path,
    typer.Argument(metavar="FOLDER", help="Where the publishers' own CSV files are, unpacked."),
]
Revise = Annotated[
    list[int] | None,
    typer.Option(
        "--revise",
        metavar="YEAR",
        help="Take this year's figures anew although they are kept; may be repeated.",
    ),
]
Year = Annotated[
    int, typer.Argument(metavar="YEAR", help="The year from whose 31 March runs start.")
]

#: Differences from older years, and names of files left alone, that are shown.
_MOST_SHOWN: Final = 5


@data.command("add")
def add_tables(folder: Tables, revise: Revise = None, json_file: JsonFile = None) -> None:
    """Read published tables, check them, and keep what they tell of years newer than those that ship.

    Says table by table what was read, left out, filled in and is lacking. Figures of older years stay as they
    are; where the tables give them otherwise, that is said. Nothing is kept when anything is refused.
    """
    from dataclasses import asdict

    from calibration.beliefs.authorities.new_year import add

    check_file(json_file)
    console = screen(json_file)
    found = add(folder, revise or ())
    _show_tables(console, found)
    for of_year in found.years:
        _show_year(console, of_year)
    if not found.years:
        console.print("No table has a year newer than those that ship: nothing is added.")
    _show_older(console, found)
    deliver_json(json_file, _plain(asdict(found)))


def _plain(found: object) -> dict[str, object]:
    """Return an account as JSON writes it."""

    def one(value: object) -> object:
        if isinstance(value, dict):
            return {str(name): one(inner) for name, inner in value.items()}
        if isinstance(value, list | tuple | set):
            return [one(inner) for inner in (sorted(value) if isinstance(value, set) else value)]
        return value

    plain = one(found)
    assert isinstance(plain, dict)
    return plain


def _show_tables(console: "Console", found: "Added") -> None:
    from dashboards.cli.sheet_table import sheet_table
    from dashboards.report.sheets import Sheet
    from simulation.names import some

    rows = tuple(
        (
            one.table,
            ", ".join(one.files),
            f"{one.rows:,}",
            f"{one.used:,}",
            "; ".join(f"{many:,} {why}" for why, many in sorted(one.left_out.items())) or "none",
            f"{one.years[0]} to {one.years[-1]}",
        )
        for one in found.tables
    )
    heads = ("Table", "File", "Rows", "Used", "Left out", "Years")
    if rows:
        console.print(sheet_table(Sheet(heads, rows, worded=(1, 4, 5)), "What was read"))
    if found.beside:
        console.print(f"Also read, and taken for every added year: {', '.join(found.beside)}.")
    if found.not_read:
        console.print(
            f"Not read, being none of the tables: {some(found.not_read, _MOST_SHOWN)}.",
            markup=False,
        )


def _show_year(console: "Console", of_year: "OfYear") -> None:
    from dashboards.cli.sheet_table import sheet_table
    from dashboards.report.sheets import Sheet

    rows = tuple(
        (table, said, f"{of_year.filled[table]:,}" if of_year.filled.get(table) else "")
        for table, said in of_year.tables.items()
    )
    console.print()
    console.print(
        sheet_table(
            Sheet(("Table", "What became of it", "Cells filled in"), rows, (1,)), f"{of_year.year}"
        )
    )
    if of_year.lacking:
        said = (
            f"{of_year.year} cannot be used yet: it lacks {', '.join(of_year.lacking)}. What is there is kept; "
            "add the other tables when they are out."
        )
        console.print(said, style="bold", markup=False)
    else:
        _show_whole(console, of_year)


def _show_whole(console: "Console", of_year: "OfYear") -> None:
    from calibration.beliefs.authorities.groups import column_of

    filled = sum(of_year.filled.values())
    said = (
        f"{of_year.year} is there. Of {of_year.cells:,} figures of councils {filled:,} ({filled / of_year.cells:.0%}) are "
        "filled in, withheld ones and those of lacking tables; each council's are named in its profile."
    )
    console.print(said, style="bold", markup=False)
    if carried := sorted({column_of(name).removeprefix("_") for name in of_year.carried}):
        console.print(
            f"No table has {', '.join(carried)}: the last year's stand in, at the same rate.",
            markup=False,
        )
    for one in of_year.look:
        console.print(f"Look at this: {one}.", markup=False)
    console.print(f"Make it the base year: doorways data use {of_year.year}", markup=False)


def _show_older(console: "Console", found: "Added") -> None:
    from simulation.numbers import counted

    console.print()
    if not found.older:
        console.print(
            "Older years: nothing changed, and no table gives a figure of them otherwise."
        )
    for year, said in found.older.items():
        console.print(
            f"{year}, published otherwise now: {counted(len(said), 'figure')}. Nothing of it is changed; "
            f"--revise {year} takes the year anew.",
            markup=False,
        )
        for one in said[:_MOST_SHOWN]:
            console.print(f"  {one}", markup=False)


@data.command("status")
def status() -> None:
    """Say which years there are, what of added ones is lacking, and which is the base year."""
    from calibration.beliefs.authorities import added, load
    from calibration.beliefs.authorities.base_year import FITTED, base_year, own_folder
    from calibration.beliefs.authorities.forms import FORMS
    from calibration.beliefs.authorities.write_year import MAIN
    from dashboards.cli.sheet_table import sheet_table
    from dashboards.report.sheets import Sheet

    rows = []
    mine = added.years()
    for year in sorted({*load.years(), *mine}):
        layers = added.read_layers(year)
        usable = year in load.years()
        lacking = [name for name in (FORMS if usable else MAIN) if name not in layers]
        rows.append(
            (
                str(year),
                ("revised" if year <= FITTED else "added") if year in mine else "ships",
                "yes" if usable else "not yet",
                (", ".join(lacking) or "nothing") if year in mine and "kept" not in layers else "",
            )
        )
    console = output()
    heads = ("31 March", "Tables", "Can be used", "Lacking")
    console.print(sheet_table(Sheet(heads, tuple(rows), (1, 2, 3))))
    console.print(f"Base year: {base_year()}.")
    console.print(
        f"Added tables, and your own renamed.csv and councils.csv: {own_folder()}", markup=False
    )


@data.command("use")
def use(year: Year) -> None:
    """Make a year the base year of everything: runs start from its 31 March unless another is asked for."""
    from calibration.beliefs.authorities.base_year import FITTED, choose
    from calibration.beliefs.authorities.load import flagged

    _check_there(year)
    choose(year)
    console = output()
    console.print(f"Runs now start from 31 March {year}.", style="bold")
    console.print(
        "Each council's own levels follow by themselves, since they are worked out from its tables at every run. "
        "A dashboard that is open has to be started again.",
        markup=False,
    )
    if year == FITTED:
        return
    if filled := flagged("tables_lacking", year):
        console.print(
            f"{year} lacks tables, so some figures of {filled} councils stand at the last year's rates: "
            "doorways data status names the tables.",
            markup=False,
        )
    console.print(
        f"What stays fitted to {FITTED}: England's levels, how far councils differ and drift, and the joint calibration. "
        "Fitting them again takes about half an hour on two cores and a copy of the source: CONTRIBUTING.md, Numbers that "
        "change. Calibrations of a council made before are of its earlier year: doorways calibrate --authority COUNCIL.",
        markup=False,
    )
    console.print(
        f"How forecasts made earlier did in {year}: doorways backtest --origin {year - 1} --all",
        markup=False,
    )


def _check_there(year: int) -> None:
    """Refuse a year that has no profiles, with what it lacks where something of it was added.

    Raises
    ------
    DoorwaysError
        When it has none.
    """
    from calibration.beliefs.authorities import added, load
    from calibration.beliefs.authorities.write_year import MAIN
    from simulation.errors import DoorwaysError

    if year in load.years():
        return
    layers = added.read_layers(year)
    rule = f"The years there are: {', '.join(map(str, load.years()))}."
    if layers:
        rule += f" Of {year} it lacks {', '.join(name for name in MAIN if name not in layers)}."
    raise DoorwaysError("year", year, rule, "Add its tables with doorways data add FOLDER.")
