"""Where a council stands in England, beside the answer about it: rank, quartile, neighbours, direction of travel."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

import solara

from calibration.beliefs.authorities.load import profile
from calibration.beliefs.own.kept import is_private
from dashboards.pages.fields import Council, Field
from dashboards.pages.parts import more, table
from dashboards.pages.shell import part
from dashboards.report import forecast_sheets
from dashboards.report.sheets import Sheet

TITLE: Final = "Where the council stands in England"
_READING: Final = (
    "As published. Rank 1 is the highest of the councils of which it is known; neighbours: the middle of its statistical "
    "neighbours; direction: over three years."
)


def council_of(fields: Sequence[Field], values: Mapping[str, Any]) -> str:
    """Return the council that a choice is of; empty where it is of none."""
    return next((str(values[one.name]) for one in fields if isinstance(one, Council)), "")


def stands_each(codes: Iterable[str]) -> list[solara.Element]:
    """Return where each of some councils stands, on request."""
    return [
        _more(_sheet(code), f"Where {profile(code).name} stands in England", f"dw-standing-{k}")
        for k, code in enumerate(dict.fromkeys(codes))
    ]


def stands(code: str, shown: Sequence[Sheet] = ()) -> list[solara.Element]:
    """Return where a council stands, on request; nothing where a table that is shown says it already."""
    if not code:
        return []
    sheet = _sheet(code)
    if any(one.headings == sheet.headings for one in shown):
        return []
    return [_more(sheet, TITLE, "dw-standing")]


def _more(sheet: Sheet, title: str, name: str) -> solara.Element:
    return more(title, part("p", [_READING]), table(title, sheet, name))


def _sheet(code: str) -> Sheet:
    return _standing(code) if is_private(code) else _published(code)


def _standing(code: str) -> Sheet:
    from scenarios.forecast.standing import standing

    return forecast_sheets.standing({"standing": standing(profile(code))})


@lru_cache(maxsize=256)
def _published(code: str) -> Sheet:
    """Return what does not change while the program runs; a private profile may be made anew."""
    return _standing(code)
