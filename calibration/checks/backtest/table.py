"""A scorecard as tables of text, for documents and terminals."""

from collections.abc import Sequence

from calibration.checks.backtest.scorecard import LevelRow, MethodRow, Scorecard, SkillRow

_METHODS = "| origin | years on | what | method | n | error | CRPS | per 100 | in 50% | in 90% |"
_SKILL = "| origin | years on | what | best rival | CRPS less the rival's (90% interval) | skill |"

_LEVEL = (
    "| what | years on | origins | best rival | CRPS | rival's "
    "| CRPS less the rival's (90% interval) | level | better |"
)


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


def _level(row: LevelRow) -> str:
    return (
        f"| {row.quantity} | {row.horizon} | {', '.join(map(str, row.origins))} | {row.rival} "
        f"| {row.ours:.3f} | {row.theirs:.3f} "
        f"| {row.difference:+.3f} ({row.low:+.3f} to {row.high:+.3f}) "
        f"| {'yes' if row.is_level else 'no'} | {'yes' if row.is_better else 'no'} |"
    )


def _fell_back(rows: Sequence[MethodRow]) -> list[str]:
    """Say where a rule had to fall back to persistence."""
    lines = [
        f"* {row.method}, {row.quantity} from {row.origin}, years on {row.horizon}: "
        f"{row.fell_back} of {row.councils}"
        for row in rows
        if row.fell_back
    ]
    head = "Too short or broken a series for the rule, so that it is persistence:"
    return [head, "", *lines, ""] if lines else []


def _rule(header: str) -> str:
    return "|" + " --- |" * (header.count("|") - 1)


def markdown(card: Scorecard) -> str:
    """Return the scorecard's tables and what was taken from later years, as Markdown."""
    lines = []
    if card.level:
        lines += [_LEVEL, _rule(_LEVEL), *map(_level, card.level), ""]
    lines += [_SKILL, _rule(_SKILL), *map(_against, card.skill), ""]
    lines += [_METHODS, _rule(_METHODS), *map(_line, card.methods), ""]
    lines += _fell_back(card.methods)
    for origin, said in card.later.items():
        lines += [f"From later years, in forecasts from {origin}:", ""]
        lines += [f"* {line}" for line in said] + [""]
    return "\n".join(lines)
