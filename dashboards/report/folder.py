"""The folder a comparison is written into: tried before the run, filled after it."""

import json
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dashboards.report.charts import Chart, draw_all
from dashboards.report.comparison_csv import comparison_rows, to_csv, whom_rows
from dashboards.report.content import Content
from simulation.errors import DoorwaysError
from simulation.files.plain_text import UNSEEN
from simulation.files.writing import write_text


def prepare(folder: Path) -> Path:
    """Make the folder and prove that files can be written into it.

    Raises
    ------
    DoorwaysError
        When it cannot be made or written to.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise DoorwaysError(
            "output folder",
            str(folder),
            f"It cannot be written to ({_reason(error)}).",
            "Choose another folder with --out.",
        ) from error
    return folder


def prepare_file(file: Path) -> Path:
    """Prove that a file can be written, leaving what is in it alone.

    Raises
    ------
    DoorwaysError
        When it cannot.
    """
    try:
        if file.exists():
            with file.open("r+b"):
                pass
        else:
            with tempfile.TemporaryFile(dir=file.parent):
                pass
    except OSError as error:
        raise DoorwaysError(
            "file",
            str(file),
            f"It cannot be written ({_reason(error)}).",
            "Choose a file in a folder that exists and is yours.",
        ) from error
    return file


def write_json(file: Path, comparison: Mapping[str, Any]) -> None:
    """Write comparison.json."""
    write_text(file, to_json(comparison))


def to_json(comparison: Mapping[str, Any]) -> str:
    """Return a comparison as JSON text with a line's end."""
    text = json.dumps(comparison, indent=2, ensure_ascii=False, allow_nan=False)
    # JSON can spell any character; those that steer a terminal never stand in it bare.
    return UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n"


def write_all(folder: Path, comparison: Mapping[str, Any], content: Content) -> tuple[Chart, ...]:
    """Write comparison.json, comparison.csv, whom.csv if it was asked for, the charts and report.html."""
    from dashboards.report.html import render

    write_json(folder / "comparison.json", comparison)
    write_text(folder / "comparison.csv", to_csv(comparison_rows(comparison)))
    if comparison["whom"] is not None:
        write_text(folder / "whom.csv", to_csv(whom_rows(comparison)))
    pictures = folder / "charts"
    pictures.mkdir(exist_ok=True)
    charts = draw_all(content, pictures)
    write_text(folder / "report.html", render(content, charts))
    return charts


def _reason(error: OSError) -> str:
    return (error.strerror or type(error).__name__).lower()
