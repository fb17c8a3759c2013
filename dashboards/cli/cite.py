"""`doorways cite`: the works and figures behind a scenario."""

from enum import StrEnum
from typing import Annotated

import typer

from dashboards.cli.console import write_out


class Form(StrEnum):
    """Say how the citations are written."""

    TEXT = "text"
    BIBTEX = "bibtex"
    CSV = "csv"


def cite(
    scenario: Annotated[str, typer.Argument(help="Scenario by name, or a .toml file.")],
    form: Annotated[
        Form,
        typer.Option("--format", help="Works as text or BibTeX, or every figure as CSV."),
    ] = Form.TEXT,
) -> None:
    """Cite the works behind the figures a scenario uses, most used first."""
    from scenarios.cite import as_bibtex, as_csv, as_text, opening
    from scenarios.cite import cite as works
    from scenarios.scenario import load_scenario

    asked = load_scenario(scenario)
    if form is Form.CSV:
        write_out(as_csv(asked))
    elif form is Form.BIBTEX:
        write_out(as_bibtex(works(asked)))
    else:
        write_out(f"{opening(asked)}\n\n")
        write_out(as_text(works(asked)))
