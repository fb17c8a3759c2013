"""`doorways diagnose`: whether a calibration can be relied on, in words, tables and pictures."""

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.box import SIMPLE_HEAD
from rich.table import Table

from dashboards.cli.console import messages, output, write_out
from dashboards.cli.database import Database
from dashboards.cli.delivering import tell_where
from dashboards.cli.folder import Folder, called, results_in

if TYPE_CHECKING:
    from calibration.joint.result import Calibration
    from dashboards.report.diagnose_content import Diagnosis


class Format(StrEnum):
    """Say what is printed."""

    TEXT = "text"
    CSV = "csv"


def diagnose(
    calibration: Annotated[
        str | None,
        typer.Argument(
            help="Key, its first letters, or a place; default: the newest stored, else the shipped one."
        ),
    ] = None,
    db: Database = None,
    out: Folder = None,
    form: Annotated[
        Format, typer.Option("--format", help="text: tables in words; csv: the targets alone.")
    ] = Format.TEXT,
    touching: Annotated[
        str | None,
        typer.Option(
            metavar="MEASURE",
            help="Of the patterns missed, those first that this measure rests on.",
        ),
    ] = None,
    beside: Annotated[
        str | None,
        typer.Option(metavar="CALIBRATION", help="Another one to set beside it."),
    ] = None,
    as_list: Annotated[
        bool, typer.Option("--list", help="List the calibrations at hand, and do no more.")
    ] = False,
) -> None:
    """Check a calibration: coverage, ranks, fit to published patterns, and what is not identified.

    Prints the verdict and its tables, and writes report.html, calibration.json, targets.csv and the
    pictures into a folder. What failed its checks says 'not calibrated' everywhere.
    """
    from calibration.joint.at_hand import england_of, known, named, newest

    if as_list:
        _list(known(db))
        return
    found = newest(db) if calibration is None else named(calibration, db)
    from dashboards.report.diagnose_read import diagnosis_of
    from simulation.names import check_name
    from simulation.outcomes.measures import BY_NAME

    if touching is not None:
        check_name("measure", touching, BY_NAME, "Unknown measure.")
    other = None
    if beside is not None:
        second = named(beside, db)
        other = diagnosis_of(second, england_of(second, db))
    of = diagnosis_of(found, england_of(found, db), touching or "")
    _deliver(of, other, results_in(out, _folder_name(found)), form)


def _folder_name(found: "Calibration") -> str:
    return called(("diagnose", found.place, found.short))


def _deliver(of: "Diagnosis", other: "Diagnosis | None", folder: Path, form: Format) -> None:
    from dashboards.cli.diagnose_table import show
    from dashboards.report.diagnose import target_rows, write_all
    from simulation.files.csv_text import csv_text

    charts = write_all(folder, of)
    if form is Format.CSV:
        write_out(csv_text(target_rows(of)))
        console = messages()
    else:
        console = output()
        show(console, of, other)
    files = {"Calibration": "calibration.json", "Targets": "targets.csv"}
    files |= {f"{len(charts)} charts": "charts"}
    tell_where(console, folder, {"Report": "report.html"} | files)


def _list(every: "Sequence[Calibration]") -> None:
    """Print what can be named, the newest first."""
    if not every:
        output().print("No calibration is stored. Make one with 'doorways calibrate england'.")
        return
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for heading in ("Key", "Place", "Status", "Results version", "Parameters"):
        table.add_column(heading, no_wrap=True)
    for one in every:
        many = str(len(one.result["parameters"]))
        table.add_row(one.short, one.place, one.status, str(one.results_version), many)
    output().print(table)
