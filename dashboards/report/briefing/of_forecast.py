"""Make a briefing of a forecast: a pure function of what forecast.json holds."""

from collections.abc import Mapping
from datetime import date
from itertools import islice
from typing import Any, Final

from dashboards.report import forecast_sheets
from dashboards.report.briefing.closing import limits, works
from dashboards.report.briefing.shape import Briefing, Section, Tile
from dashboards.report.briefing.surely import is_of_calibration
from dashboards.report.captions import day
from dashboards.report.content import Source
from scenarios import words
from simulation.numbers import counted

SYNTHETIC: Final = (
    "Synthetic data: the children are made up from published counts. It forecasts numbers of children if nothing changes, "
    "and predicts nothing of any child."
)
_RANGE: Final = "one future, 9 times in 10"
#: Figures of the council beside others, as many as there is room for.
_STANDING: Final = 3
#: Letters that limits and sources may take: less than a comparison's, as the tables take more.
_LIMITS, _WORKS = 600, 300


def briefing_of(found: Mapping[str, Any], made: date | None) -> Briefing:
    """Return the briefing.

    Parameters
    ----------
    found
        What `scenarios.forecast.study.forecast` gives.
    made
        The day on which it is written down.
    """
    return Briefing(
        title=f"What {found['authority']} has to plan for",
        headline=forecast_sheets.headline(found),
        cautions=(SYNTHETIC,),
        tiles=(_children(found), _places(found), _spending(found)),
        sections=(
            *_tables(found),
            _sure(found),
            limits(found["notes"], _LIMITS),
            works(sources_of(found), _WORKS),
        ),
        stamp=_stamp(found, made),
    )


def sources_of(found: Mapping[str, Any]) -> tuple[Source, ...]:
    """Return the works a forecast rests on."""
    return tuple(Source(**one, of_scenario=0) for one in found["works"])


def _children(found: Mapping[str, Any]) -> Tile:
    series, start = found["forecast"]["children"], found["base_year"]
    first, last = series[0]["mean"], series[-1]
    return Tile(
        "Children in care",
        _about(last["mean"], last, "stock"),
        f"{_RANGE}: {_span(last, 'stock')}",
        _against(first, last, "Fewer", "today"),
        f"on 31 March {start + found['years']}; {first:,.0f} on 31 March {start}",
    )


def _places(found: Mapping[str, Any]) -> Tile:
    """Return the kind of which most places have to be found."""
    kinds = found["forecast"]["places"]
    name = max(kinds, key=lambda one: kinds[one]["short"][-1]["in_95"])
    most, when = kinds[name], found["base_year"] + found["years"]
    half, sure = most["short"][-1]["in_50"], most["short"][-1]["in_95"]
    short = [most] if round(sure) else [*kinds.values()]
    called = f"{most['label'].lower()}, the kind most short," if round(sure) else "of every kind"
    today = sum(one["today"] for one in short)
    return Tile(
        "Places to find",
        _whole(sure),
        f"{_whole(half)} in half of futures",
        "Enough in 19 futures of 20",
        f"{called} by 31 March {when}; {today:,.0f} there today",
    )


def _spending(found: Mapping[str, Any]) -> Tile:
    series = found["forecast"]["spending"]["placements"]
    first, last = series[0]["mean"], series[-1]
    years = found["base_year"] + found["years"]
    return Tile(
        "Spending on placements",
        _about(last["mean"], last, "money"),
        f"{_RANGE}: {_span(last, 'money')}",
        _against(first, last, "Less", "in the first year")
        if found["years"] > 1
        else "The first year",
        f"in {years - 1}-{years % 100:02d}; {words.number(first, 'money')} in the first year; prices of {found['price_year']}",
    )


def _about(mean: float, ends: Mapping[str, float], kind: str) -> str:
    """Write an average no finer than its range supports."""
    return f"About {words.amount(mean, kind, words.step_for(ends['low'], ends['high'], kind))}"


def _span(ends: Mapping[str, float], kind: str) -> str:
    step = words.step_for(ends["low"], ends["high"], kind)
    return " to ".join(words.amount(ends[end], kind, step) for end in ("low", "high"))


def _against(then: float, last: Mapping[str, float], below: str, called: str) -> str:
    """Say on which side of a number all of a range lies; `below` is a word for less of it."""
    if last["low"] > then:
        return f"More than {called}"
    return (
        f"{below} than {called}"
        if last["high"] < then
        else f"More or {below.lower()}: cannot be told"
    )


def _whole(many: float) -> str:
    return counted(round(many), "place") if round(many) else "None"


def _tables(found: Mapping[str, Any]) -> tuple[Section, ...]:
    moved = [f"Levers, from month {found['levers_from_month']:g}: {'; '.join(found['levers'])}."]
    says = (forecast_sheets.reading(found), *(moved if found["levers"] else ()))
    return (
        Section("Where they will live", says, forecast_sheets.ends(found)),
        Section("Places to find", sheet=forecast_sheets.places(found)),
        Section("Spending on placements", sheet=forecast_sheets.totals(found)),
    )


def _sure(found: Mapping[str, Any]) -> Section:
    """Return what the record here is, and where the council stands."""
    told = (one for one in found["standing"] if one["value"] is not None)
    few = {**found, "standing": list(islice(told, _STANDING))}
    beside = map(_beside, forecast_sheets.standing(few).rows)
    calibrated = filter(is_of_calibration, found["notes"])
    return Section(
        "How sure?", tuple(forecast_sheets.sentences(found)), points=(*beside, *calibrated)
    )


def _beside(row: tuple[str, ...]) -> str:
    """Say a figure of the council beside others, and which way it goes where that is known."""
    name, here, rank, _, neighbours, england, direction = row
    said = f"{name}: {here}, rank {rank}; neighbours {neighbours}, England {england}"
    return f"{said}; {direction}." if direction != forecast_sheets.NONE else f"{said}."


def _stamp(found: Mapping[str, Any], made: date | None) -> tuple[tuple[str, str], ...]:
    """Say whose numbers these are and how they are made again."""
    runs = f"{found['replicates']:,} futures over {counted(found['years'], 'year')}, seed {found['seed']}"
    version = f"{found['results_version']} (Doorways {found['product_version']})"
    return (
        ("Council", f"{found['authority']} ({found['code']}), from 31 March {found['base_year']}"),
        ("Baseline", found["baseline"]),
        ("Prices", found["price_year"]),
        ("Runs", runs),
        ("Results version", version),
        *((("Date", day(made)),) if made else ()),
        ("The same numbers again", found["reproduce"]),
    )
