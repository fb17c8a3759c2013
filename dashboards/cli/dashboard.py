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
    host: Annotated[
        str,
        typer.Option(
            metavar="ADDRESS",
            help="Address of this machine at which it listens; one that other machines reach needs --origin.",
        ),
    ] = "127.0.0.1",
    origin: Annotated[
        list[str] | None,
        typer.Option(
            metavar="URL",
            help="How browsers reach it through a server in front, such as https://doorways.example.gov.uk; may be repeated.",
        ),
    ] = None,
    root_path: Annotated[
        str,
        typer.Option(
            metavar="PATH",
            help="Path below which a server in front has the pages, such as /doorways.",
        ),
    ] = "",
    browser: Annotated[bool, typer.Option(help="Open the page in the browser.")] = True,
    estimates: Annotated[
        bool,
        typer.Option(
            help="Run a scenario at other settings in the background, for first estimates as sliders move."
        ),
    ] = True,
    own_data: Annotated[
        bool,
        typer.Option(
            help="Have the page of own data and private profiles, where no --origin opens the pages to others."
        ),
    ] = True,
) -> None:
    """Open the pages in the browser; they are served to this machine only.

    They need no internet. Ctrl-C stops them. --origin lets a server with TLS in front hand them on to others.
    """
    console = messages()
    with console.status("Starting the page"):
        from dashboards.server import serve
    serve(
        port,
        open_browser=browser,
        db=db,
        host=host,
        origins=origin or (),
        root=root_path,
        beforehand=estimates,
        own_data=own_data,
        say=lambda line: console.print(line, markup=False),
    )
