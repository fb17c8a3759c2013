"""The files of what own data changed: a page, tables and every number, small counts protected."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from calibration.beliefs.own.changed import shared
from dashboards.report import own_data_sheets
from dashboards.report.folder import prepare, write_json
from dashboards.report.page import filled
from simulation.files.csv_text import csv_text
from simulation.files.writing import write_text

if TYPE_CHECKING:
    from calibration.beliefs.own.made import Asked
    from calibration.beliefs.returns.importing import Imported


def kept_with(
    imported: "Imported", asked: "Asked", out: Path | None, files: Sequence[Path]
) -> tuple[dict[str, Any], Path]:
    """Make a private profile of a return and keep it; return what own data changed, and its file.

    Parameters
    ----------
    out
        Folder of the report, when one is asked for.
    files
        Other files that this import wrote: forgetting the profile takes them away too.
    """
    from calibration.beliefs.own.changed import changed
    from calibration.beliefs.own.kept import keep, read_written
    from calibration.beliefs.own.made import make_profile

    kept, found = make_profile(imported, asked)
    told = changed(kept, found)
    written = [*files, *(write_all(out, told) if out is not None else ())]
    # What an earlier import of this name wrote is still to be forgotten with it.
    earlier = read_written(kept.name) or ()
    paths = dict.fromkeys(str(one.resolve()) for one in (*earlier, *written))
    return told, keep(replace(kept, about={**kept.about, "written": list(paths)}))


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
