"""`doorways forget`: take away a private profile, its runs, and the files that commands wrote of it."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dashboards.cli.console import output
from dashboards.cli.database import Database
from dashboards.cli.folder import RESULTS, named_folder

if TYPE_CHECKING:
    from simulation.store.forgetting import Gone

Private = Annotated[
    str, typer.Argument(metavar="private:NAME", help="The private profile to take away.")
]
Results = Annotated[
    list[Path] | None,
    typer.Option(
        "--results",
        metavar="DIR",
        parser=named_folder,
        help="A folder of results that --out named: it is taken away if its results are of this profile; may be repeated.",
    ),
]


def forget(profile: Private, results: Results = None, db: Database = None) -> None:
    """Take away a private profile for good: its file, its runs, and what was written of it.

    Runs are looked for in the results database, or in that of --db; folders of results in the folder out and in
    those that --results names. What was copied, printed or sent is beyond it.
    """
    from calibration.beliefs.own.kept import PREFIX, checked_name, forget_files, read_written
    from dashboards.report.forgetting import mention, take_away, within
    from simulation.numbers import counted

    name = checked_name(profile)
    code = f"{PREFIX}{name}"
    console = output()
    named = list(results or ())
    folders = [one for one in named if mention(one, code)]
    others = [one for one in named if one not in folders]
    folders += [one for one in within(RESULTS, code) if one not in folders]
    written = read_written(name)
    gone = _runs(code, db)
    files = take_away([*(written or ()), *folders]) + forget_files(name)
    if not files and not (gone and gone.any):
        _nothing(code)
    console.print(f"{code} is forgotten.", style="bold", markup=False)
    if gone is not None:
        said = (
            f"Taken out of the results database: {counted(gone.runs, 'run')}, {counted(gone.experiments, 'comparison')}, "
            f"{counted(gone.findings, 'calibration or other finding', 'calibrations and other findings')}, "
            f"{counted(gone.jobs, 'job')}."
        )
        console.print(said, markup=False)
        if not gone.wiped:
            console.print(
                "Its file could not be written anew, since another program has it open or the disk is full: what was taken "
                "out may still stand in free pages of it. Ask again when it is free.",
                markup=False,
            )
    console.print(
        f"Taken away, {counted(len(files), 'file or folder', 'files and folders')}:", markup=False
    )
    for one in files:
        console.print(f"  {one}", markup=False, soft_wrap=True)
    for one in others:
        console.print(f"Left as it is, with no results of {code} in it: {one}", markup=False)
    if written is None:
        console.print(
            "Its file was damaged, so nobody knows which account, workbook and report the import wrote: look for them.",
            markup=False,
        )
    console.print(
        "What was copied, printed, sent or backed up, and results in other folders and databases, are "
        "not: docs/privacy.md says where to look.",
        markup=False,
    )


def _nothing(code: str) -> None:
    """Say that there was nothing to take away.

    Raises
    ------
    DoorwaysError
        Always.
    """
    from calibration.beliefs.own.kept import names
    from simulation.errors import DoorwaysError

    there = ", ".join(names()) or "none"
    rule = f"There is no private profile of this name, nor anything of one. There is: {there}."
    raise DoorwaysError("private profile", code, rule, "Check the name.")


def _runs(code: str, db: str | None) -> "Gone | None":
    """Take runs out of a database and count them; None where there is no database."""
    from simulation.store.address import default_path
    from simulation.store.store import open_store

    if db is None and not default_path().exists():
        return None
    with open_store(db) as store:
        return store.forget(code)
