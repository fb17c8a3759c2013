"""What a back-test says in plain words: better or worse than simple rules, and how surely."""

from collections.abc import Iterator

from calibration.checks.backtest.scorecard import MethodRow, Scorecard, SkillRow

SIMULATION = "simulation"
#: What is aimed at: CRPS of the stock so many per cent below the best rival's, and coverage of 90%.
AIM_SKILL, AIM_LOW, AIM_HIGH, AIM_HORIZON = 10.0, 0.85, 0.95, 2
QUANTITIES = {
    "stock": "Children looked after",
    "starts": "Starting to be looked after",
    "placements": "Where children live",
}
UNITS = {"stock": "children", "starts": "children", "placements": "percentage points"}
#: Methods in the order of tables, and what each rule does.
METHODS = {
    SIMULATION: "this model, told nothing later than the origin but what is listed",
    "persistence": "as it was at the origin",
    "national trend": "moves on as England did in the year before",
    "local drift": "moves on as the council did in the three years before",
    "stock and flow": "starts and rates of leaving stay as they were",
}


def title(card: Scorecard) -> str:
    """Name the back-test."""
    return f"Back-test from {_listed([str(year) for year in card.later])}"


def ahead(horizon: int) -> str:
    """Say how many years ahead."""
    return {1: "one year on", 2: "two years on"}.get(horizon, f"{horizon} years on")


def when(row: MethodRow | SkillRow) -> str:
    """Name an origin and a horizon in short."""
    return f"{row.origin} to {row.origin + row.horizon}"


def contests(card: Scorecard) -> list[SkillRow]:
    """Return the simulation against its best rivals, in the order of quantities."""
    order = list(QUANTITIES)
    return sorted(card.skill, key=lambda one: order.index(one.quantity))


def headline(card: Scorecard) -> list[str]:
    """Say how forecasts of the stock did, furthest ahead, for each origin."""
    found = []
    for origin in card.later:
        rows = [one for one in card.skill if one.origin == origin and one.quantity == "stock"]
        if rows:
            found.append(compared(max(rows, key=lambda one: one.horizon), card))
    return found


def compared(row: SkillRow, card: Scorecard) -> str:
    """Say how the simulation did against the best rival, with both errors."""
    ours, theirs = (_row(card, row, method) for method in (SIMULATION, row.rival))
    unit = UNITS[row.quantity]
    return (
        f"{QUANTITIES[row.quantity]}, from {row.origin}, {ahead(row.horizon)}: the model missed by "
        f"{ours.error:.1f} {unit} on average, the best simple rule ({row.rival}) by "
        f"{theirs.error:.1f}. By the whole forecast (CRPS): {verdict(row)}."
    )


def verdict(row: SkillRow) -> str:
    """Say whether the simulation is better, worse or not to be told apart from the best rival."""
    if row.high < 0:
        return f"better by {abs(row.skill):.0f}%"
    if row.low > 0:
        return f"worse by {abs(row.skill):.0f}%"
    return "no clear difference"


def skill(row: SkillRow) -> str:
    """Write how many per cent lower the simulation's CRPS is; a minus when it is higher."""
    return f"{_signed(row.skill, 0)}%"


def difference(row: SkillRow) -> str:
    """Write the difference of mean CRPS with its 90% interval."""
    middle, low, high = (_signed(value, 2) for value in (row.difference, row.low, row.high))
    return f"{middle} ({low} to {high})"


def bars(card: Scorecard) -> list[tuple[str, str, bool]]:
    """Return each aim: what it is, what was measured, and whether it was met."""
    return [*_skill_bars(card), *_coverage_bars(card)]


def _skill_bars(card: Scorecard) -> Iterator[tuple[str, str, bool]]:
    for row in card.skill:
        if row.quantity == "stock" and row.horizon == AIM_HORIZON:
            aim = f"{when(row)}: CRPS of the stock at least {AIM_SKILL:.0f}% below the best rival's"
            yield aim, f"{skill(row)} against {row.rival}", row.skill >= AIM_SKILL


def _coverage_bars(card: Scorecard) -> Iterator[tuple[str, str, bool]]:
    for row in card.methods:
        if row.method == SIMULATION:
            aim = (
                f"{when(row)}, {QUANTITIES[row.quantity].lower()}: 90% intervals hold "
                f"{AIM_LOW:.0%} to {AIM_HIGH:.0%} of outcomes"
            )
            met = AIM_LOW <= row.inside90 <= AIM_HIGH
            error = 100 * float((0.9 * 0.1 / max(row.councils, 1)) ** 0.5)
            yield aim, f"{row.inside90:.0%} of {row.councils:,} (± {error:.0f})", met


def met(card: Scorecard) -> str:
    """Say how many aims were met."""
    found = bars(card)
    return f"{sum(good for _, _, good in found)} of {len(found)} aims were met."


def known(card: Scorecard) -> list[str]:
    """Say for each origin what was known and how much is taken from later years."""
    return [
        f"Forecasts from {origin} start on 31 March {origin} and use what was published of the year "
        f"to that day and before; {len(later)} figures are later, listed under “{LATER}”."
        for origin, later in card.later.items()
    ]


LATER = "What was taken from later years"


def _row(card: Scorecard, of: SkillRow, method: str) -> MethodRow:
    return next(
        one
        for one in card.methods
        if (one.origin, one.horizon, one.quantity, one.method)
        == (of.origin, of.horizon, of.quantity, method)
    )


def _signed(value: float, digits: int) -> str:
    """Write a number with its sign, a true minus, and none for nothing."""
    text = f"{value:+.{digits}f}"
    return text.replace("-", "−") if text.strip("+-0.") else f"{0:.{digits}f}"


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
