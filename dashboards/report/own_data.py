"""The files of what own data changed: a page, tables and every number, small counts protected."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from calibration.beliefs.own.changed import shared
from dashboards.report import own_data_sheets
from dashboards.report.folder import prepare, write_json
from dashboards.report.page import filled
from simulation.files.csv_text import csv_text
from simulation.files.writing import write_text


def write_all(folder: Path, told: Mapping[str, Any]) -> list[Path]:
    """Write report.html, the three tables and changed.json; return the files."""
    prepare(folder)
    told = shared(told)
    files = {
        "report.html": filled("own_data.html.j2", told, own_data_sheets),
        **{f"{name}.csv": csv_text(told[name]) for name in ("figures", "levels", "rates")},
    }
    for name, text in files.items():
        write_text(folder / name, text)
    write_json(folder / "changed.json", told)
    return [folder / name for name in (*files, "changed.json")]
