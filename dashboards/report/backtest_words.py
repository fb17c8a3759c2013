"""What a back-test says in plain words: better or worse than simple rules, and how surely."""

from collections.abc import Iterator

from calibration.checks.backtest.scorecard import LevelRow, MethodRow, Scorecard, SkillRow

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
    "smoothing": "the council's own years, the newer the more they weigh",
    "damped trend": "moves on as the council's own years did, less with each year",
    "pooled": "what other councils alike did next, and a part of England's last change",
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


#: With fewer councils even a coverage that is right leaves the aim by luck in a third of cases.
FEW = 36
#: Kinds of placement of one council tell little more than one: they add up to all its children.
KINDS_OF_ONE = 6
MET, MISSED, UNSAID = "met", "missed", "too few councils to say"


def fell_back(card: Scorecard) -> list[str]:
    """Say where a rule had too short or broken a series and was persistence instead."""
    return [
        f"{QUANTITIES[one.quantity]}, {when(one)}: {one.method} had too short or broken a series "
        f"for {one.fell_back} of {one.councils} councils and was persistence there."
        for one in card.methods
        if one.fell_back
    ]


def together(row: LevelRow) -> str:
    """Name the origins and the horizon of a row over all origins."""
    return f"{', '.join(str(year) for year in row.origins)}, {ahead(row.horizon)}"


def standing(row: LevelRow) -> str:
    """Say whether the simulation is better than, level with or behind the best rival."""
    if row.councils < FEW:
        return UNSAID
    if row.is_better:
        return "better"
    return "level" if row.is_level else "behind"


def level_difference(row: LevelRow) -> str:
    """Write the difference of mean CRPS over all origins with its 90% interval."""
    middle, low, high = (_signed(value, 3) for value in (row.difference, row.low, row.high))
    return f"{middle} ({low} to {high})"


def bars(card: Scorecard) -> list[tuple[str, str, str]]:
    """Return each aim: what it is, what was measured, and whether it was met if that can be said."""
    return [*_skill_bars(card), *_coverage_bars(card)]


def _verdict(councils: int, *, good: bool) -> str:
    if councils < FEW:
        return UNSAID
    return MET if good else MISSED


def _skill_bars(card: Scorecard) -> Iterator[tuple[str, str, str]]:
    for row in card.skill:
        if row.quantity == "stock" and row.horizon == AIM_HORIZON:
            aim = f"{when(row)}: CRPS of the stock at least {AIM_SKILL:.0f}% below the best rival's"
            many = _row(card, row, SIMULATION).councils
            found = f"{skill(row)} against {row.rival}"
            yield aim, found, _verdict(many, good=row.skill >= AIM_SKILL)


def _coverage_bars(card: Scorecard) -> Iterator[tuple[str, str, str]]:
    for row in card.methods:
        if row.method == SIMULATION:
            aim = (
                f"{when(row)}, {QUANTITIES[row.quantity].lower()}: 90% intervals hold "
                f"{AIM_LOW:.0%} to {AIM_HIGH:.0%} of outcomes"
            )
            many = row.councils // (KINDS_OF_ONE if row.quantity == "placements" else 1)
            good = AIM_LOW <= row.inside90 <= AIM_HIGH
            error = 100 * float((0.9 * 0.1 / max(row.councils, 1)) ** 0.5)
            yield (
                aim,
                f"{row.inside90:.0%} of {row.councils:,} (± {error:.0f})",
                _verdict(many, good=good),
            )


def met(card: Scorecard) -> str:
    """Say how many aims were met."""
    found = [verdict for _, _, verdict in bars(card)]
    said = [verdict for verdict in found if verdict != UNSAID]
    if not said:
        return f"With so few councils nothing can be said of the {len(found)} aims."
    unsaid = len(found) - len(said)
    of_rest = f" With so few councils nothing can be said of {unsaid} more." if unsaid else ""
    return f"{said.count(MET)} of {len(said)} aims were met.{of_rest}"


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
