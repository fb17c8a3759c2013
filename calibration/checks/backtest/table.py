"""A scorecard as tables of text, for documents and terminals."""

from calibration.checks.backtest.scorecard import MethodRow, Scorecard, SkillRow

_METHODS = "| origin | years on | what | method | n | error | CRPS | per 100 | in 50% | in 90% |"
_SKILL = "| origin | years on | what | best rival | CRPS less the rival's (90% interval) | skill |"


def _line(row: MethodRow) -> str:
    return (
        f"| {row.origin} | {row.horizon} | {row.quantity} | {row.method} | {row.councils} "
        f"| {row.error:.2f} | {row.crps:.2f} | {row.relative:.2f} "
        f"| {row.inside50:.0%} | {row.inside90:.0%} |"
    )


def _against(row: SkillRow) -> str:
    return (
        f"| {row.origin} | {row.horizon} | {row.quantity} | {row.rival} "
        f"| {row.difference:+.2f} ({row.low:+.2f} to {row.high:+.2f}) | {row.skill:+.1f}% |"
    )


def _rule(header: str) -> str:
    return "|" + " --- |" * (header.count("|") - 1)


def markdown(card: Scorecard) -> str:
    """Return the scorecard's two tables and what was taken from later years, as Markdown."""
    lines = [_SKILL, _rule(_SKILL), *map(_against, card.skill), ""]
    lines += [_METHODS, _rule(_METHODS), *map(_line, card.methods), ""]
    for origin, said in card.later.items():
        lines += [f"From later years, in forecasts from {origin}:", ""]
        lines += [f"* {line}" for line in said] + [""]
    return "\n".join(lines)
