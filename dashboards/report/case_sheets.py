"""The case in tables and sentences: the same on the terminal and in a report."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from dashboards.report.sheets import Sheet
from scenarios import words

#: What views are called, in the order they are shown.
VIEWS: Final = {
    "council": "Council",
    "cashable": "Council, cashable",
    "public": "All payers",
}
PAYERS: Final = {
    "council": "Council",
    "police": "Police",
    "nhs": "NHS",
    "youth_justice": "Youth justice",
}
READING: Final = (
    "Present values: means of all futures, with the 95% interval of the mean. What services cost counts "
    "in full; what is saved is everything else that costs less."
)
#: Prices further off than this many times are no news.
_NEAR: Final = 10.0
_MOST: Final = 6


def headline(found: Mapping[str, Any]) -> str:
    """Say in a sentence what it costs, saves, and how likely it pays for itself."""
    one = found["views"]["council"]
    spent, saved, net = (one[name]["mean"] for name in ("spent", "saved", "net"))
    rest = "less" if saved >= 0.0 else "more"
    left = "It saves" if net > 0.0 else "It costs"
    return (
        f"{found['scenario']} in {found['authority']}: over {words.period(found['years'])} services cost the council "
        f"{_pounds(spent)}, and all else {_pounds(abs(saved))} {rest}. {left} {_pounds(abs(net))} on balance "
        f"(95% interval of the net present value {_interval(one['net'])}), and pays for itself in {chance(one['saves'])} of futures."
    )


def results(found: Mapping[str, Any]) -> Sheet:
    """Return what the case comes to in each view."""
    views = [found["views"][name] for name in VIEWS]
    supported = found["per_supported"]
    rows = [
        *_two("Services cost", [one["spent"] for one in views]),
        *_two("Saved", [one["saved"] for one in views]),
        *_two("Net present value", [one["net"] for one in views]),
        ("One future lies within", *(_range(one["net"]) for one in views)),
        ("Pays for itself in", *(chance(one["saves"]) for one in views)),
        ("Benefit-cost ratio", *(_ratio(one["ratio"]) for one in views)),
        ("All is back from", *(_year(one["payback"]["year"], found["years"]) for one in views)),
    ]
    if supported:
        nets = (supported["views"][name]["net"] for name in VIEWS)
        rows.append(("Net for each young person taken on", *map(_pounds, nets)))
    return Sheet(("Over the whole period", *VIEWS.values()), tuple(rows))


def by_year(found: Mapping[str, Any]) -> Sheet:
    """Return the four sums and the council's net by year, undiscounted."""
    heads = ("Undiscounted", *(f"Year {k + 1}" for k in range(found["years"])), "All")
    names = {
        "gross": "Services, gross",
        "incremental": "Services, less what they replace",
        "avoided": "Placement spending avoided",
        "cashable": "Of it cashable",
    }
    rows = [(says, *_across(found["sums"][name])) for name, says in names.items()]
    rows += [
        (f"{PAYERS[one['payer']]}: saved less spent", *_across(one["net"]))
        for one in found["payers"]
    ]
    return Sheet(heads, tuple(rows))


def payers(found: Mapping[str, Any]) -> Sheet:
    """Return who pays for services and who saves, undiscounted."""
    rows = tuple(
        (
            PAYERS[one["payer"]],
            *(_mean(one[part]["total"]) for part in ("spent", "saved", "net")),
        )
        for one in found["payers"]
    )
    return Sheet(("Payer, undiscounted", "Pays for services", "Saves", "Saved less spent"), rows)


def steps(found: Mapping[str, Any]) -> Sheet:
    """Return the net present value under one more doubt after the other."""
    heads = (
        "Studies at face value; as simulated; then one doubt more each",
        "Council",
        "95% interval",
        "Pays in",
        "All payers",
    )
    rows = tuple(
        (
            one["says"],
            _pounds(council["net"]["mean"]),
            _interval(council["net"]),
            chance(council["saves"]),
            _pounds(one["views"]["public"]["net"]["mean"]),
        )
        for one in found["steps"]
        for council in (one["views"]["council"],)
    )
    return Sheet(heads, rows)


def switching(found: Mapping[str, Any]) -> Sheet:
    """Return the prices nearest to those in use at which the council neither gains nor loses."""
    heads = ("Price of one, all else as it is", "In use", "Tips it at", "95% interval")
    rows = tuple(
        (
            f"{one['label']}, {one['unit']}",
            f"£{one['price']:,.0f}",
            f"£{one['switches_at']:,.0f}",
            "–" if one["low"] is None else f"£{one['low']:,.0f} to £{one['high']:,.0f}",
        )
        for one in near(found)
    )
    return Sheet(heads, rows)


def near(found: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the council's switching values that are not out of reach, nearest first."""
    listed = found["views"]["council"]["switching"]
    return [one for one in listed if 1.0 / _NEAR <= one["times"] <= _NEAR][:_MOST]


def sentences(found: Mapping[str, Any]) -> list[str]:
    """Return what would have to be true, and what one would have to pay, for the council."""
    one = found["views"]["council"]
    told = list(_even(one["break_even"], one["spent"]["mean"]))
    if not near(found):
        told.append(
            f"No price of one line within {_NEAR:g} times of what it is would make costs and savings equal."
        )
    return [*told, _paid(one["acceptability"])]


def _even(even: Mapping[str, Any], spent: float) -> Iterator[str]:
    """Say where costs and savings meet, and how many empty places would pay."""
    seen = even["places_simulated"]
    ends = f"({_number(seen['mean_low'])} to {_number(seen['mean_high'])})"
    if spent <= 0.0:
        yield "Services cost no more than the baseline's on average, so nothing has to be saved to pay for them."
        yield f"On average {seen['mean']:.1f} places in children's homes are empty all the time {ends}."
        return
    if even["benefits"] is None:
        yield "Nothing is saved on average, so no smaller cost would pay for itself."
    else:
        yield (
            f"Break-even: {even['benefits']:.0%} of the simulated savings would have to come true, or services cost "
            f"{even['costs']:.2f} times what they do."
        )
    pay = (
        "No place in a children's home that stands empty would pay for it"
        if even["places"] is None
        else f"{even['places']:.1f} places in children's homes, empty all the time, would pay for it"
    )
    yield f"{pay}; on average {seen['mean']:.1f} are {ends}."


def _paid(curve: Mapping[str, Any]) -> str:
    """Say what one would have to pay for one of the outcome."""
    label = f"“{curve['label']}”, better by one"
    gained = curve["better"]["mean"]
    way = "worse" if gained is not None and gained < 0.0 else "better"
    better = f"on average {way} by {_number(None if gained is None else abs(gained))}"
    if curve["price"] is None:
        why = "it costs nothing on balance" if curve["better"]["mean"] > 0.0 else "it is not better"
        return f"{label}: no price can be told, since on average {why} ({better})."
    likely = next((x["pays"] for x in curve["sure"] if x["pays"] is not None), None)
    last = curve["curve"][-1]["pays"]
    sure = [x for x in curve["sure"] if x["pays"] is not None]
    if likely is None:
        reach = f"up to {_pounds(last)} it is worth it in fewer than half of futures"
    else:
        reach = "; ".join(f"in {x['share']:.0%} of futures from {_pounds(x['pays'])}" for x in sure)
        reach = f"it is worth it {reach}"
    return f"{label}: costs {_pounds(curve['price'])} on average ({better}); {reach}."


def rows_of(found: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the rows of case.csv: one a line and year, with what is used, paid and by whom."""
    about = {
        name: found[name]
        for name in ("authority", "scenario", "baseline", "replicates", "seed", "price_year")
    }
    return [
        about
        | {name: one[name] for name in ("name", "label", "payer", "group", "unit", "price")}
        | {"window": window, "is_cost": one["is_cost"]}
        | {end: sums[end] for end in ("mean", "low", "high", "mean_low", "mean_high")}
        for one in found["lines"]
        for window, sums in (
            *((f"year {k + 1}", x) for k, x in enumerate(one["pounds"]["by_year"])),
            ("total", one["pounds"]["total"]),
        )
    ]


def chance(one: Mapping[str, Any]) -> str:
    """Write a share of futures with its interval."""
    if one["mean_low"] is None:
        return f"{one['mean']:.0%}"
    return f"{one['mean']:.0%} ({one['mean_low']:.0%}–{one['mean_high']:.0%})"


def _two(says: str, each: Sequence[Mapping[str, Any]]) -> list[tuple[str, ...]]:
    """Return a row of means and one of their intervals."""
    return [
        (says, *(_pounds(one["mean"]) for one in each)),
        ("its 95% interval", *(_interval(one) for one in each)),
    ]


def _mean(one: Mapping[str, Any]) -> str:
    said = _pounds(one["mean"])
    return said if one["mean_low"] is None else f"{said} ({_interval(one)})"


def _interval(one: Mapping[str, Any]) -> str:
    if one["mean_low"] is None:
        return "cannot be told"
    return f"{_pounds(one['mean_low'])} to {_pounds(one['mean_high'])}"


def _range(one: Mapping[str, Any]) -> str:
    return f"{_pounds(one['low'])} to {_pounds(one['high'])}"


def _ratio(one: Mapping[str, Any] | None) -> str:
    if one is None:
        return "–"
    if one["mean_low"] is None:
        return f"{one['mean']:.2f}"
    return f"{one['mean']:.2f} ({one['mean_low']:.2f} to {one['mean_high']:.2f})"


def _year(year: int | None, years: int) -> str:
    return f"year {year}" if year else f"not within {years} years"


def _across(one: Mapping[str, Any]) -> list[str]:
    return [_pounds(x["mean"]) for x in (*one["by_year"], one["total"])]


def _number(value: float | None) -> str:
    return "not known" if value is None else words.number(value, "flow")


def _pounds(value: float) -> str:
    return words.number(value, "money")
