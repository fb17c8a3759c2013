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
    form: Annotated[Form, typer.Option("--format", help="How to write them.")] = Form.TEXT,
) -> None:
    """Cite the sources of every figure a scenario uses, and of Doorways itself."""
    from scenarios.cite import cite as cited
    from scenarios.scenario import load_scenario

    write_out(cited(load_scenario(scenario), form.value).rstrip() + "\n")
