"""Published headlines measured again, in tables: the same on the terminal and in a report."""

from collections.abc import Mapping
from typing import Any, Final

from dashboards.report.sheets import Sheet
from scenarios import words
from scenarios.headlines.published import Shape

READING: Final = (
    "What a study without a comparison would report in each arm, with the 95% interval of its average: no service "
    "(its null twin enrols the same way and changes nothing) and the service; what its recording alone does "
    "stands in the sentences and the chart. Ratios are of after to before."
)
#: Before a ratio; and the ends of an interval.
_TIMES: Final = "× "
_ENDS: Final = ("mean_low", "mean_high")
#: What the headlines are called, short enough for a table.
CALLED: Final = {
    "stayed_out": "Stayed out of care, with own family",
    "moves_cost": "Cost of moves",
    "less_time": "Less time in care than those not referred",
    "neet_to_eet": "NEET to education, employment or training",
    "substance": "Substance problem gone",
    "missing": "Missing, same length before and after",
    "missing_second_year": "Missing, second year against year before",
    "charges": "Charges",
    "arrests": "Arrests",
    "looked_after": "All looked after, two years on",
    "out_of_authority": "Outside the authority, two years on",
    "saving": "Placement spending saved a year",
}


def headlines(found: Mapping[str, Any]) -> Sheet:
    """Return each headline as published and in the three arms, and the true effect."""
    headings = (
        "Headline",
        "Published",
        "No service",
        "The service",
        "True effect",
    )
    return Sheet(headings, tuple(map(_row, found["headlines"])))


def by_window(found: Mapping[str, Any]) -> Sheet:
    """Return the null twin's change over windows of other lengths."""
    months = list(found["by_window"][0]["months"])
    headings = ("With no service: after over before", *(f"{one} months" for one in months))
    rows = tuple(
        (CALLED[one["name"]], *(_level(Shape.RATIO, one["months"][m]) for m in months))
        for one in found["by_window"]
    )
    return Sheet(headings, rows)


def sentences(found: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """Return each headline's name, its sentence and what is circular in it."""
    return [(CALLED[one["name"]], one["sentence"], one["circular"]) for one in found["headlines"]]


def contradictions(found: Mapping[str, Any]) -> list[str]:
    """Return two published numbers at a time that cannot both be meant."""
    return [
        f"{one['first']['says']} ({one['first']['source']}) But: {one['other']['says']} "
        f"({one['other']['source']}) {one['why']}"
        for one in found["contradictions"]
    ]


def rows_of(found: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the rows of headlines.csv."""
    about = {name: found[name] for name in ("authority", "scenario", "replicates", "window_months")}
    return [
        about
        | {name: one[name] for name in ("name", "claim", "shape")}
        | {"published": one["published"]["value"] if one["published"] else None}
        | {name: one[name] for name in ("null", "recording", "real", "true", "sentence")}
        for one in found["headlines"]
    ]


def _row(one: Mapping[str, Any]) -> tuple[str, ...]:
    shape = Shape(one["shape"])
    published = "–" if one["published"] is None else _number(shape, one["published"]["value"])
    arms = (_level(shape, one[arm]) for arm in ("null", "real"))
    return (CALLED[one["name"]], published, *arms, _true(shape, one["true"]))


def _level(shape: Shape, one: Mapping[str, float | None]) -> str:
    """Write what would be reported, with its interval."""
    if one["mean"] is None:
        return "–"
    said = _number(shape, one["mean"])
    if one["mean_low"] is None or one["mean_high"] is None:
        return said
    low, high = (_number(shape, one[end] or 0.0).removeprefix(_TIMES) for end in _ENDS)
    return f"{said} ({low} to {high})"


def _true(shape: Shape, one: Mapping[str, float | None]) -> str:
    """Write the effect in the same young people: a ratio of with to without, points, or pounds."""
    if shape is not Shape.SHARE:
        return _level(shape, one)
    if one["mean"] is None:
        return "–"
    said = words.signed(one["mean"], "share")
    if one["mean_low"] is None or one["mean_high"] is None:
        return said
    return f"{said} ({words.signed_range(one['mean_low'], one['mean_high'], 'share')})"


def _number(shape: Shape, value: float) -> str:
    if shape is Shape.POUNDS:
        return words.signed(value, "money")
    return f"{value:.0%}" if shape is Shape.SHARE else f"{_TIMES}{value:.2f}"
