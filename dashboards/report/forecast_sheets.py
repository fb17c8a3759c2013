"""A forecast in tables and sentences: the same on the terminal and in a report."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from calibration.beliefs.own.kept import is_private
from dashboards.report.sheets import Sheet
from scenarios import words

#: The arms of a forecast: as it is, and with the planner's levers where there are any.
FORECAST, PLANNED = "forecast", "planned"
#: What stands where there is nothing to tell.
NONE: Final = "–"
_READING: Final = "Averages of all futures; in brackets the range that holds one future in 9 of 10. The first column is"
_PUBLISHED: Final = "the published start."
_OWN: Final = (
    "the council's own return, small counts too: before publishing, leave out starting numbers under 6 "
    "(docs/privacy.md)."
)


def reading(found: Mapping[str, Any]) -> str:
    """Say how the tables are read, and whose numbers the first ones are."""
    return f"{_READING} {_OWN if is_private(found['code']) else _PUBLISHED}"


def headline(found: Mapping[str, Any]) -> str:
    """Say how many will be looked after, and which kind grows most."""
    children = found["forecast"]["children"]
    first, last = children[0]["mean"], children[-1]
    step = words.step_for(last["low"], last["high"], "stock")
    middle, low, high = (
        f"{round(last[end] / step) * step:,.0f}" for end in ("mean", "low", "high")
    )
    when = found["base_year"] + found["years"]
    kinds = found["forecast"]["by_kind"]
    grows = max(kinds, key=lambda name: kinds[name][-1]["mean"] - kinds[name][0]["mean"])
    rise = kinds[grows][-1]["mean"] - kinds[grows][0]["mean"]
    more = (
        f" What grows most is {found['called'][grows].lower()}, by {rise:,.0f}."
        if rise >= 1.0
        else ""
    )
    return (
        f"{found['authority']}: if nothing changes, about {middle} children are looked after on 31 March {when} "
        f"({low} to {high}); {first:,.0f} were on 31 March {found['base_year']}.{more}"
    )


def children(found: Mapping[str, Any]) -> Sheet:
    """Return children by kind of placement, inside and outside the area, by year."""
    told = found[FORECAST]
    rows = [("All looked after", *map(_children, told["children"]))]
    rows += [
        (found["called"][name], *map(_children, told["by_kind"][name])) for name in told["by_kind"]
    ]
    rows.append(("Placed inside the area", *map(_children, told["inside"])))
    rows.append(("Placed outside the area", *map(_children, told["outside"])))
    return Sheet(("31 March", *_marches(found)), tuple(rows))


def ends(found: Mapping[str, Any]) -> Sheet:
    """Return children by kind of placement at the start and the end, and what levers change where there are any."""
    whole, changed = children(found), levers(found)
    heads = (whole.headings[0], whole.headings[1], whole.headings[-1])
    rows = [(row[0], row[1], row[-1]) for row in whole.rows]
    if changed is None:
        return Sheet(heads, tuple(rows))
    more = {row[0]: row[-1] for row in changed.rows}
    return Sheet(
        (*heads, "With the levers, more or fewer"),
        tuple((*row, more.get(row[0], NONE)) for row in rows),
    )


def ages(found: Mapping[str, Any]) -> Sheet:
    """Return children by age, by year."""
    by_age = found["forecast"]["by_age"]
    rows = tuple(
        (f"Aged {name[:1].lower()}{name[1:]}", *map(_children, by_age[name])) for name in by_age
    )
    return Sheet(("31 March", *_marches(found)), rows)


def places(found: Mapping[str, Any]) -> Sheet:
    """Return children beside places, and how many places have to be found."""
    last = found["base_year"] + found["years"]
    heads = (
        "Kind",
        f"Children {found['base_year']}",
        "Places there",
        f"Children {last}",
        "To find, half of futures",
        "To find, 19 in 20",
    )
    rows = tuple(
        (
            one["label"],
            f"{one['living'][0]['mean']:,.0f}",
            f"{one['today']:,.0f}",
            _children(one["living"][-1]),
            _whole(one["short"][-1]["in_50"]),
            _whole(one["short"][-1]["in_95"]),
        )
        for one in found["forecast"]["places"].values()
    )
    return Sheet(heads, rows)


def spending(found: Mapping[str, Any]) -> Sheet:
    """Return spending on placements by kind and year."""
    told = found["forecast"]["spending"]
    rows = tuple(
        (one["label"], *(_pounds(x["mean"]) for x in one["years"]))
        for one in told["by_kind"].values()
        if any(x["mean"] for x in one["years"])
    )
    whole = totals(found)
    return Sheet(whole.headings, rows + whole.rows)


def totals(found: Mapping[str, Any]) -> Sheet:
    """Return spending on all placements by year, its range, and in the money of the day where prices rise."""
    told = found["forecast"]["spending"]
    rows = [
        ("All placements", *(_pounds(x["mean"]) for x in told["placements"])),
        ("9 in 10 within", *map(_range, told["placements"])),
    ]
    if told["inflation"]:
        says = f"In the money of the day, {told['inflation']:.1%} a year"
        rows.append((says, *(_pounds(x["mean"]) for x in told["money_of_the_day"])))
    return Sheet((f"£, prices of {found['price_year']}", *_windows(found)), tuple(rows))


def flows(found: Mapping[str, Any]) -> Sheet:
    """Return entries, exits, moves, missing and others by year."""
    rows = tuple(
        (one["label"], *(_level(x, one["kind"]) for x in one["years"]))
        for one in found["forecast"]["flows"].values()
    )
    return Sheet(("In the year, or at its end", *_windows(found)), rows)


def levers(found: Mapping[str, Any]) -> Sheet | None:
    """Return what the planner's levers change, on the same futures; None without any."""
    apart = found["apart"]
    if apart is None:
        return None
    rows = [("All looked after", *map(_change, apart["children"][1:]))]
    rows += [
        (found["called"][name], *map(_change, series[1:]))
        for name, series in apart["by_kind"].items()
    ]
    rows += [
        (f"Aged {name[:1].lower()}{name[1:]}", *map(_change, series[1:]))
        for name, series in apart["by_age"].items()
    ]
    money = (_change(one, "money") for one in apart["spending"])
    rows.append(("Placement spending in the year to it", *money))
    return Sheet(("With the levers, more or fewer", *_marches(found)[1:]), tuple(rows))


def standing(found: Mapping[str, Any]) -> Sheet:
    """Return each figure with its rank, quartile, neighbours and direction of travel."""
    heads = ("Figure", "Here", "Rank in England", "Quartile", "Neighbours", "England", "Direction")
    rows = tuple(
        (
            one["says"],
            _figure(one["value"]),
            f"{one['rank']} of {one['of']}",
            f"{one['quartile']} of 4",
            _figure(one["neighbours"]),
            _figure(one["england"]),
            one["direction"] or NONE,
        )
        if one["value"] is not None
        else (one["says"], "not published", *[NONE] * 5)
        for one in found["standing"]
    )
    return Sheet(heads, rows, worded=(-1,))


def past(found: Mapping[str, Any]) -> Sheet:
    """Return the council's own published years since 2018."""
    measures = found["past"]["measures"]
    years = sorted({int(year) for one in measures for year in one["own"]})
    rows = tuple(
        (one["says"], *(_published(one["own"], year) for year in years)) for one in measures
    )
    return Sheet(("Published", *map(str, years)), rows)


def record(found: Mapping[str, Any]) -> Sheet | None:
    """Return past forecasts of this council beside what was published, or its own return says; None where there are none."""
    rows = (found["record"] or {}).get("rows", ())
    if not rows:
        return None
    said = "Return" if is_private(found["code"]) else "Published"
    heads = ("Forecast", "From", "Years ahead", "Middle", "9 in 10 within", said, "Inside")
    return Sheet(
        heads,
        tuple(
            (
                one["what"],
                str(one["origin"]),
                str(one["horizon"]),
                f"{one['median']:,.0f}",
                f"{one['low']:,.0f} to {one['high']:,.0f}",
                f"{one['published']:,.0f}",
                "yes" if one["inside"] else "no",
            )
            for one in rows
        ),
        worded=(-1,),
    )


def sentences(found: Mapping[str, Any]) -> list[str]:
    """Return what the record says, what empty places hide, and which places are short."""
    told = []
    waiting = found["forecast"]["flows"]["unregistered_weeks"]["years"][-1]["mean"]
    if waiting >= 1.0:
        told.append(
            f"Empty places do not fit everybody: in the last year {waiting:,.0f} weeks are lived in unregistered placements for "
            "want of a bed."
        )
    kept = found["record"]
    if kept is None:
        return [*told, "Past forecasts of this council were not asked for."]
    if kept["note"]:
        return [*told, kept["note"]]
    better = sum(one["error"] <= one["rival_error"] for one in kept["rows"])
    if is_private(found["code"]):
        told.append(
            f"Of {kept['of']} forecasts from earlier years of this council's own returns, {kept['inside']} held what the later return says in "
            f"their 90% range; {better} came nearer than the rule that nothing changes. England's rates in them are those of the nearest "
            "published year."
        )
        return told
    told.append(
        f"Of {kept['of']} forecasts of this council from past years, made with nothing published later, {kept['inside']} held what was "
        f"published in their 90% range; {better} came nearer than the best simple rule did over all councils."
    )
    return told


def rows_of(found: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the rows of forecast.csv: one a quantity and year, of each arm."""
    about = {
        name: found[name] for name in ("authority", "code", "replicates", "seed", "price_year")
    }
    return [
        {**about, "arm": arm, "what": one.what, "name": one.name, "year": year, **told}
        for arm in (FORECAST, PLANNED)
        if found[arm] is not None
        for one in all_series(found[arm])
        for year, told in enumerate(one.years, start=found["base_year"] + one.start)
    ]


@dataclass(frozen=True)
class Series:
    """Hold one quantity by year: of what, which, and how many years after the start it begins."""

    what: str
    name: str
    start: int
    years: Sequence[Mapping[str, Any]]


def all_series(told: Mapping[str, Any]) -> list[Series]:
    """Return everything that an arm forecasts by year."""
    found = [
        Series("children", "all", 0, told["children"]),
        Series("children", "inside the area", 0, told["inside"]),
        Series("children", "outside the area", 0, told["outside"]),
    ]
    found += [Series("children by kind", name, 0, one) for name, one in told["by_kind"].items()]
    found += [Series("children by age", name, 0, one) for name, one in told["by_age"].items()]
    found += [Series("places", name, 0, one["places"]) for name, one in told["places"].items()]
    found += [Series("in the year", name, 1, one["years"]) for name, one in told["flows"].items()]
    money = told["spending"]
    found += [Series("spending", name, 1, one["years"]) for name, one in money["by_kind"].items()]
    return [*found, Series("spending", "all placements", 1, money["placements"])]


def _marches(found: Mapping[str, Any]) -> list[str]:
    return [str(found["base_year"] + k) for k in range(found["years"] + 1)]


def _windows(found: Mapping[str, Any]) -> list[str]:
    first = found["base_year"]
    return [f"{first + k}-{(first + k + 1) % 100:02d}" for k in range(found["years"])]


def _children(one: Mapping[str, Any]) -> str:
    if one["low"] == one["high"]:
        return f"{one['mean']:,.0f}"
    return f"{one['mean']:,.0f} ({one['low']:,.0f}–{one['high']:,.0f})"


def _level(one: Mapping[str, Any], kind: str) -> str:
    ends = (words.number(one[end], kind) for end in ("low", "high"))
    return f"{words.number(one['mean'], kind)} ({'–'.join(ends)})"


def _change(one: Mapping[str, Any], kind: str = "stock") -> str:
    mean = words.signed(one["mean"], kind)
    if one["low"] == one["high"]:
        return mean
    return f"{mean} ({words.signed_range(one['low'], one['high'], kind)})"


def _range(one: Mapping[str, Any]) -> str:
    return f"{_pounds(one['low'])}–{_pounds(one['high'])}"


def _whole(value: float) -> str:
    return f"{value:,.0f}" if round(value) else "none"


def _figure(value: float | None) -> str:
    if value is None:
        return NONE
    return f"{value:,.0f}" if value >= 100.0 else f"{value:.1f}"


def _published(own: Mapping[Any, float], year: int) -> str:
    value = own.get(year, own.get(str(year)))
    return NONE if value is None else f"{value:,.0f}"


def _pounds(value: float) -> str:
    return words.number(value, "money")
