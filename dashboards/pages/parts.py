"""Parts that answers are made of: tables, lists, what opens on request, and what can be taken away."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import solara

from agents.words import capital
from dashboards.components.widgets import CommandLine, NumbersTable, Tiles
from dashboards.pages.away import Away
from dashboards.pages.shell import part, said, to
from dashboards.report.briefing.shape import Tile
from dashboards.report.sheets import Sheet

#: Where files are offered.
FILES = "/files"


def table(caption: str, sheet: Sheet, name: str) -> solara.Element:
    """Return a table under its caption."""
    rows = [{"name": f"{k}", "cells": list(row)} for k, row in enumerate(sheet.rows)]
    told: dict[str, Any] = {"id": name, "caption": caption, "columns": sheet.headings, "rows": rows}
    return NumbersTable(table=told)


def tiled(tiles: Sequence[Tile]) -> solara.Element:
    """Return answers side by side, each with one number, one range and one verdict."""
    return Tiles(tiles=in_tiles(tiles))


def in_tiles(tiles: Sequence[Tile]) -> list[dict[str, str]]:
    """Return answers as `Tiles` takes them."""
    return [
        asdict(one) | {"range": f"{capital(one.range)}.", "about": f"{capital(one.about)}."}
        for one in tiles
    ]


def listed(says: Sequence[str], name: str) -> solara.Element:
    """Return sentences as a list."""
    return part("ul", [part("li", said(one)) for one in says], "dw-list", id=name)


def group(name: str, content: Sequence[solara.Element]) -> list[solara.Element]:
    """Return parts that belong together under a name of their own, so that none is taken for another's."""
    return [part("div", content).key(name)] if content else []


def more(title: str, *content: solara.Element) -> solara.Element:
    """Return what opens on request."""
    return part("details", [part("summary", [title]), *content])


def take_away(away: Away | None, command: str) -> list[solara.Element]:
    """Return what can be taken away: the files, once there are any, and the command that finds the same."""
    files = [_link(away, what, name) for what, name in away.files.items()] if away else []
    return [
        part("h2", ["Take away"]),
        *([part("ul", files, "dw-files", id="dw-files")] if files else []),
        part("p", ["The same on the command line:"]),
        CommandLine(command=command, name="dw-command"),
    ]


def _link(away: Away, what: str, name: str) -> solara.Element:
    return part("li", [to(f"{FILES}/{away.key}/{name}", what, download=name.rpartition("/")[2])])
