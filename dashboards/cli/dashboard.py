"""`doorways dashboard`: the page, on this machine only."""

from typing import Annotated

import typer

from dashboards.cli.console import messages
from dashboards.cli.database import Database


def dashboard(
    port: Annotated[
        int | None,
        typer.Option(
            help="Port on this machine; 0 takes any free one. Default: 8417, or any when it is taken."
        ),
    ] = None,
    db: Database = None,
    browser: Annotated[bool, typer.Option(help="Open the page in the browser.")] = True,
) -> None:
    """Open the comparison page in the browser; it is served to this machine only.

    It needs no internet. Ctrl-C stops it.
    """
    console = messages()
    with console.status("Starting the page"):
        from dashboards.server import serve
    serve(port, open_browser=browser, db=db, say=lambda line: console.print(line, markup=False))
