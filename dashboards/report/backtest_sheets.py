"""A back-test's scorecard in tables, the same on the terminal and on a page."""

from calibration.checks.backtest.scorecard import Scorecard
from dashboards.report import backtest_words as say
from dashboards.report.sheets import Sheet


def level(card: Scorecard) -> Sheet | None:
    """Return the model against the best rival, all origins together, or nothing of one origin."""
    heads = ("What", "From", "Best rival", "CRPS", "Rival's", "Less the rival's (90%)", "In words")
    rows = tuple(
        (
            say.QUANTITIES[one.quantity],
            say.together(one),
            one.rival,
            f"{one.ours:.2f}",
            f"{one.theirs:.2f}",
            say.level_difference(one),
            say.standing(one),
        )
        for one in card.level
    )
    return Sheet(heads, rows, (1, 2, -1)) if rows else None


def skill(card: Scorecard) -> Sheet:
    """Return the model against the best rival of every origin and horizon."""
    heads = (
        *("What", "From and to", "Best rival"),
        *("CRPS less the rival's (90%)", "Skill", "In words"),
    )
    rows = (
        (
            say.QUANTITIES[one.quantity],
            say.when(one),
            one.rival,
            say.difference(one),
            say.skill(one),
            say.verdict(one),
        )
        for one in say.contests(card)
    )
    return Sheet(heads, tuple(rows), (1, 2, -1))


def methods(card: Scorecard) -> dict[str, Sheet]:
    """Return every method's scores, a table a quantity, by its title."""
    heads = (
        *("From and to", "Method", "Scored", "Mean abs. error"),
        *("CRPS", "Per 100", "In 50%", "In 90%"),
    )
    found = {}
    for quantity, name in say.QUANTITIES.items():
        rows = tuple(
            (
                say.when(one),
                one.method,
                f"{one.councils:,}",
                f"{one.error:.2f}",
                f"{one.crps:.2f}",
                f"{one.relative:.2f}",
                f"{one.inside50:.0%}",
                f"{one.inside90:.0%}",
            )
            for one in card.methods
            if one.quantity == quantity
        )
        if rows:
            title = f"{name}: every method, {say.UNITS[quantity]}"
            found[title] = Sheet(heads, rows, (1,))
    return found


def aims(card: Scorecard) -> Sheet:
    """Return what was aimed at, what was measured, and whether it was met; what was not in capitals."""
    rows = (
        (aim, measured, verdict.upper() if verdict == say.MISSED else verdict)
        for aim, measured, verdict in say.bars(card)
    )
    return Sheet(("Aim", "Measured", "Verdict"), tuple(rows), (-1,))
