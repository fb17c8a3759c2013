"""`doorways validate`: every fault of a file, by line and key, in words."""

from pathlib import Path
from typing import Annotated

import typer

from dashboards.cli.console import messages, output


def validate(
    file: Annotated[
        Path, typer.Argument(help="A .toml file: scenario, programme, practice or condition.")
    ],
) -> None:
    """Check a file, and the files it names, and say every fault by line and key.

    Leaves with code 1 when there is one.
    """
    from scenarios.validate import faults_of

    faults = faults_of(file)
    console = output()
    for fault in faults:
        error = fault.error
        # Of the file as a whole its name has been said.
        whole = error.value == str(fault.file)
        said = f"{error.rule} {error.next_step}" if whole else str(error)
        console.print(f"{fault.file}, line {fault.line}: {said}", markup=False)
    if faults:
        many = "1 fault" if len(faults) == 1 else f"{len(faults)} faults"
        messages().print(f"{many}. Nothing was changed.")
        raise typer.Exit(1)
    console.print(f"{file}: no fault. Read it in words: doorways describe {file}")
