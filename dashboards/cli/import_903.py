"""`doorways import-903`: read a council's own return, check it, and give an account of every row."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dashboards.cli.delivering import JsonFile, check_file, deliver_json, screen
from dashboards.cli.own_options import (
    OwnAuthority,
    OwnFigures,
    OwnReport,
    ProfileName,
    ReferenceYears,
    ShortBreaks,
    StartYear,
    WithoutAlone,
)

if TYPE_CHECKING:
    from rich.console import Console

    from calibration.beliefs.returns.importing import Imported

Returns = Annotated[
    Path, typer.Argument(metavar="FOLDER_OR_ZIP", help="Where the return's files are.")
]
Lenient = Annotated[
    bool, typer.Option("--lenient", help="Let repairs stand instead of stopping; each is listed.")
]
YearsOfReturns = Annotated[
    str | None,
    typer.Option(
        "--years",
        metavar="YEARS",
        help="Years to 31 March that the returns are of, such as 2018-2022; others are left out.",
    ),
]
Findings = Annotated[
    Path | None,
    typer.Option(
        "--findings", metavar="FILE.xlsx", help="Also write a workbook, one sheet a rule."
    ),
]
ShowChildren = Annotated[
    bool,
    typer.Option(
        "--show-children", help="Name children and values in what is written; else only rows."
    ),
]
_SPAN = re.compile(r"(\d{4})(?:\s*-\s*(\d{4}))?")


def import_903(
    returns: Returns,
    lenient: Lenient = False,
    years: YearsOfReturns = None,
    json_file: JsonFile = None,
    findings: Findings = None,
    show_children: ShowChildren = False,
    name: ProfileName = None,
    authority: OwnAuthority = None,
    start: StartYear = None,
    reference: ReferenceYears = None,
    with_short_breaks: ShortBreaks = False,
    without_unaccompanied: WithoutAlone = False,
    figures: OwnFigures = None,
    out: OwnReport = None,
) -> None:
    """Read and check a council's own children looked after return (SSDA903), row by row.

    CSV, XML or XLSX, one year or many. Nothing leaves this machine. With --name a private profile is made
    of it, which every command takes as --authority private:NAME; without, nothing is stored.
    """
    from dashboards.cli.own_profile import asked_for, make

    asked = _years(years)
    wanted = asked_for(
        name,
        {
            "--authority": authority,
            "--start": start,
            "--reference": _years(reference, "--reference"),
            "--with-short-breaks": with_short_breaks,
            "--without-unaccompanied": without_unaccompanied,
            "--figures": figures,
            "--out": out,
        },
    )
    check_file(json_file)
    if findings is not None:
        _check_workbook(findings)
    console = screen(json_file)
    imported = _read(returns, asked, json_file, findings, lenient=lenient, named=show_children)
    if wanted is None:
        console.print("Nothing was stored: --name NAME makes a private profile of it.")
    else:
        make(imported, wanted, out, (json_file, findings), console)


def _read(
    returns: Path,
    years: list[int],
    json_file: str | None,
    findings: Path | None,
    *,
    lenient: bool,
    named: bool,
) -> "Imported":
    """Read a return, show and write its account, and stop where a strict import stops."""
    from calibration.beliefs.returns.accounts import account
    from calibration.beliefs.returns.importing import import_returns

    imported = import_returns(returns, lenient=lenient, years=years)
    found = account(imported, show_children=named)
    deliver_json(json_file, found)
    if findings is not None:
        from dashboards.report.findings_book import write_findings

        write_findings(findings, imported, found, show_children=named)
    _show(screen(json_file), found)
    if imported.stopped:
        _stop(returns, imported, found)
    return imported


def _years(text: str | None, option: str = "--years") -> list[int]:
    """Return the years that are asked for.

    Raises
    ------
    DoorwaysError
        When they are no years.
    """
    from simulation.errors import DoorwaysError

    found: set[int] = set()
    for part in (text or "").split(","):
        met = _SPAN.fullmatch(part.strip())
        if met is None:
            if text is None:
                break
            step = "Write years to 31 March, such as 2018-2022 or 2021,2022."
            raise DoorwaysError(f"option {option}", text, "It is no list of years.", step)
        first, last = int(met[1]), int(met[2] or met[1])
        if not 1990 <= first <= last <= 2100:
            rule = "Years go from the first to the last, between 1990 and 2100."
            raise DoorwaysError(f"option {option}", text, rule, "Write them such as 2018-2022.")
        found.update(range(first, last + 1))
    return sorted(found)


def _check_workbook(path: Path) -> None:
    from dashboards.report.folder import prepare_file
    from simulation.errors import DoorwaysError

    if path.suffix.lower() != ".xlsx":
        rule = "A workbook's name ends in .xlsx."
        raise DoorwaysError("option --findings", str(path), rule, "Name it so.")
    prepare_file(path)


def _stop(returns: Path, imported: "Imported", found: dict[str, Any]) -> None:
    """Leave a strict import that found what a person has to mend.

    Raises
    ------
    DoorwaysError
        Always.
    """
    from simulation.errors import DoorwaysError

    kinds = imported.ledger.stops()
    rows = sum(one["rows"] for one in found["findings"] if one["weight"] == "stop")
    rule = (
        f"{len(kinds)} kinds of problem, in {rows:,} places, stop a strict import "
        f"({', '.join(kinds)}); the account above is what --lenient would make of it."
    )
    step = "Mend them where the return comes from, or let the listed repairs stand with --lenient."
    raise DoorwaysError("return", str(returns), rule, step)


def _show(console: "Console", found: dict[str, Any]) -> None:
    """Print the account: rows, problems, counts, and what is not done yet."""
    from dashboards.cli.sheet_table import sheet_table
    from dashboards.report import findings_sheets

    console.print(findings_sheets.headline(found), style="bold", markup=False)
    for sheet in (
        findings_sheets.tables(found),
        findings_sheets.problems(found),
        findings_sheets.by_year(found),
    ):
        if sheet.rows:
            console.print()
            console.print(sheet_table(sheet))
    console.print()
    for one in findings_sheets.sentences(found):
        console.print(one, markup=False)
