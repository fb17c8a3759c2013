"""Read the dates of a column, all of it in one way: a cell is never guessed at by itself."""

import datetime as dt
import re
from collections.abc import Callable, Mapping
from typing import Any, Final

import numpy as np
import pandas as pd

from calibration.beliefs.returns.ledger import Act, Ledger
from calibration.beliefs.returns.reading import Table

Dates = Mapping[str, dt.date | None]

_TIME: Final = r"(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z| ?[AP]M)?)?"
_DAY_FIRST: Final = re.compile(rf"(\d{{1,2}})/(\d{{1,2}})/(\d{{4}})({_TIME})", re.I)
_YEAR_FIRST: Final = re.compile(rf"(\d{{4}})-(\d{{1,2}})-(\d{{1,2}})({_TIME})", re.I)
_MARKS: Final = re.compile(rf"(\d{{1,2}})[-. ](\d{{1,2}})[-. ](\d{{4}}){_TIME}", re.I)
_SHORT: Final = re.compile(rf"(\d{{1,2}})[-/.](\d{{1,2}})[-/.](\d{{2}}){_TIME}", re.I)
_IN_WORDS: Final = re.compile(r"(\d{1,2})[- ]([A-Za-z]{3,9})[- ](\d{2}|\d{4})" + _TIME, re.I)
_TOGETHER: Final = re.compile(r"(\d{4})(\d{2})(\d{2})")
_SERIAL: Final = re.compile(r"(\d{5})(?:\.0+)?")
_MONTHS: Final = [
    "jan",
    "feb",
    "mar",
    "apr",
    "may",
    "jun",
    "jul",
    "aug",
    "sep",
    "oct",
    "nov",
    "dec",
]
#: The day from which spreadsheets count.
_ZERO: Final = dt.date(1899, 12, 30)
#: Two digits from here on are of the century before: nobody in a return was born before.
_PIVOT: Final = 80
_FIRST, _LAST = dt.date(1900, 1, 1), dt.date(2100, 1, 1)


def read_dates(table: Table, ledger: Ledger) -> None:
    """Turn every column of dates into dates; what is none is blank and told."""
    for name in table.module.of_kind("date"):
        read, wrong = _read_column(table, name, ledger)
        table.frame[name] = read
        if not table.module.columns[name].filled:
            ledger.repair("date_invalid", wrong.index, name, wrong, "")
            continue
        ledger.tell("date_invalid", wrong.index, name, wrong, "", Act.REJECTED)
        table.frame = table.frame.drop(wrong.index)
        blank = table.frame.index[table.frame[name].isna()]
        rule = "missing_no_start" if table.module.name == "missing" else "needed_blank"
        table.frame = ledger.reject(rule, table.frame, blank, name)


def _read_column(table: Table, name: str, ledger: Ledger) -> tuple[pd.Series, pd.Series]:
    """Return a column's dates, and what is written where none can be read."""
    written = table.frame[name].str.strip().astype(object)
    places, values = pd.factorize(written)
    texts = [str(one) for one in values]
    way, read = _agreed([one for one in texts if one])
    days = [read.get(one) for one in texts]
    made = np.array([day or "NaT" for day in days], dtype="datetime64[D]").astype("datetime64[s]")
    found = pd.Series(made[places], index=table.frame.index)
    filled = written != ""
    _tell_way(way, found[filled & found.notna()], written, table, name, ledger)
    return found, written[filled & found.isna()]


def _tell_way(
    way: str, read: pd.Series, written: pd.Series, table: Table, name: str, ledger: Ledger
) -> None:
    if way in _OTHERS:
        ledger.repair("date_style", read.index, name, written[read.index], read)
    elif way != _OURS:
        ledger.tell_file("date_iso", table.part.file, f"{name}: {way}.")


def _agreed(values: list[str]) -> tuple[str, Dates]:
    """Return the one way in which a column is written, and its dates."""
    tried: dict[str, Dates] = {}
    for way, parse in _WAYS.items():
        tried[way] = {value: parse(value) for value in values}
        if all(tried[way].values()):
            return way, tried[way]
    # Where no way fits all of it, one that is plain by itself does, and the rest is wrong.
    best = max(_PLAIN, key=lambda one: sum(day is not None for day in tried[one].values()))
    return best, tried[best]


def _day(year: str | int, month: str | int, day: str | int) -> dt.date | None:
    try:
        made = dt.date(int(year), int(month), int(day))
    except ValueError:
        return None
    return made if _FIRST <= made < _LAST else None


def _ours(text: str) -> dt.date | None:
    met = _DAY_FIRST.fullmatch(text)
    return _day(met[3], met[2], met[1]) if met and not met[4] else None


def _timed(text: str) -> dt.date | None:
    met = _DAY_FIRST.fullmatch(text)
    return _day(met[3], met[2], met[1]) if met else None


def _iso(text: str) -> dt.date | None:
    met = _YEAR_FIRST.fullmatch(text)
    return _day(met[1], met[2], met[3]) if met else None


def _marks(text: str) -> dt.date | None:
    met = _MARKS.fullmatch(text)
    return _day(met[3], met[2], met[1]) if met else None


def _short(text: str) -> dt.date | None:
    met = _SHORT.fullmatch(text)
    return _day(_century(met[3]), met[2], met[1]) if met else None


def _words(text: str) -> dt.date | None:
    met = _IN_WORDS.fullmatch(text)
    if not met or met[2][:3].lower() not in _MONTHS:
        return None
    return _day(_century(met[3]), _MONTHS.index(met[2][:3].lower()) + 1, met[1])


def _together(text: str) -> dt.date | None:
    met = _TOGETHER.fullmatch(text)
    return _day(met[1], met[2], met[3]) if met else None


def _serial(text: str) -> dt.date | None:
    met = _SERIAL.fullmatch(text)
    return _ZERO + dt.timedelta(days=int(met[1])) if met else None


def _month_first(text: str) -> dt.date | None:
    met = _DAY_FIRST.fullmatch(text)
    return _day(met[3], met[1], met[2]) if met else None


def _century(year: str) -> int:
    number = int(year)
    if len(year) > 2:
        return number
    return number + (1900 if number >= _PIVOT else 2000)


_OURS: Final = "day/month/year"
_PLAIN: Final = (_OURS, "day/month/year with a time of day", "year-month-day")
_WAYS: Final[dict[str, Callable[[str], Any]]] = {
    **dict(zip(_PLAIN, (_ours, _timed, _iso), strict=True)),
    "day.month.year": _marks,
    "day/month/two digits": _short,
    "day month in words": _words,
    "yearmonthday": _together,
    "spreadsheet number": _serial,
    "month/day/year": _month_first,
}
_OTHERS: Final = frozenset(_WAYS) - frozenset(_PLAIN)
