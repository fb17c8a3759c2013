"""Options of `doorways import-903` that make a private profile of a return."""

from pathlib import Path
from typing import Annotated

import typer

from dashboards.cli.folder import named_folder

ProfileName = Annotated[
    str | None,
    typer.Option(
        "--name",
        metavar="NAME",
        help="Make a private profile and keep it under this name: --authority private:NAME then takes it.",
    ),
]
OwnAuthority = Annotated[
    str | None,
    typer.Option(
        "--authority",
        metavar="COUNCIL",
        help="Council whose published figures stand for what the return does not tell; several between "
        "commas make a region; default: England's, at this council's size.",
    ),
]
StartYear = Annotated[
    int | None,
    typer.Option(
        "--start",
        metavar="YEAR",
        help="Runs start with those looked after on 31 March of this year; default: the last return's.",
    ),
]
ReferenceYears = Annotated[
    str | None,
    typer.Option(
        "--reference",
        metavar="YEARS",
        help="Years that rates are counted from, such as 2019-2021; default: that of the start and two before.",
    ),
]
ShortBreaks = Annotated[
    bool,
    typer.Option(
        "--with-short-breaks", help="Count series of short breaks as care; else they are left out."
    ),
]
WithoutAlone = Annotated[
    bool,
    typer.Option("--without-unaccompanied", help="Leave unaccompanied children out of all of it."),
]
OwnFigures = Annotated[
    Path | None,
    typer.Option(
        "--figures",
        metavar="FILE.csv",
        help="Figures of your own that no return tells, such as places and costs: a line each, figure and value.",
    ),
]
OwnReport = Annotated[
    Path | None,
    typer.Option(
        "--out",
        metavar="DIR",
        parser=named_folder,
        help="Also write what own data changed there, small counts protected.",
    ),
]
