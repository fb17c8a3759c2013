"""`doorways workshop`: a room that predicts, runs a story together and sees what came of it."""

from pathlib import Path
from typing import Annotated

import typer

from dashboards.cli.console import messages
from dashboards.cli.folder import named_folder


def workshop(
    story: Annotated[
        str | None,
        typer.Option(
            metavar="NAME", help="What is told: a story that ships, or a file of your own."
        ),
    ] = None,
    host: Annotated[
        str,
        typer.Option(
            metavar="ADDRESS",
            help="This laptop's address on the room's network; any but 127.0.0.1 needs --passphrase.",
        ),
    ] = "127.0.0.1",
    passphrase: Annotated[
        str | None,
        typer.Option(
            metavar="TEXT",
            envvar="DOORWAYS_PASSPHRASE",
            help="What a facilitator says to lead the room; 8 letters or more. Participants need only the room's letters.",
        ),
    ] = None,
    port: Annotated[
        int | None,
        typer.Option(help="Port on this machine; 0 takes any free one. Default: 8421."),
    ] = None,
    folder: Annotated[
        Path | None,
        typer.Option(
            metavar="FOLDER",
            parser=named_folder,
            help="Where the room is kept until it is ended. Default: your data directory.",
        ),
    ] = None,
    new: Annotated[
        bool, typer.Option("--new", help="Forget a room that was not ended, and open a new one.")
    ] = False,
    browser: Annotated[bool, typer.Option(help="Open the console in the browser.")] = True,
) -> None:
    """Open a room for a workshop: the facilitator's console, a projector's view, and thirty seats.

    People join with six letters or a QR code. It needs no internet. Ctrl-C stops it; the same command
    opens the same room again, until the facilitator ends it.
    """
    console = messages()
    with console.status("Opening the room"):
        from dashboards.workshop.serving import serve
        from dashboards.workshop.working import WORKS
    serve(
        WORKS,
        story=story,
        host=host,
        passphrase=passphrase,
        port=port,
        folder=folder,
        new=new,
        open_browser=browser,
        say=lambda line: console.print(line, markup=False),
    )
