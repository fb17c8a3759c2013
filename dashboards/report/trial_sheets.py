"""Virtual trials in tables: the same on the terminal and in a file."""

from collections.abc import Mapping
from math import exp
from typing import Any, Final

from dashboards.report.sheets import Sheet

#: A true log ratio below this is none.
_NOTHING: Final = 1e-6
CALLED: Final = {
    "permutation": "permutation test",
    "mixed_model": "mixed model",
    "change_in_difference": "difference in changes",
    "before_after": "before and after",
}


def analyses(found: Mapping[str, Any]) -> Sheet:
    """Return how often each analysis finds something, and how truly."""
    headings = (
        "Analysis",
        "Verdicts",
        "Says there is an effect",
        "Estimate, ratio",
        "Bias, log ratio",
        "95% interval holds the truth",
        "Authorities for 80% power",
    )
    return Sheet(headings, tuple(map(_row, found["analyses"])))


def about(found: Mapping[str, Any]) -> str:
    """Say what was tried, and how often."""
    return (
        f"{found['replications']:,} trials of {found['scenario_title']}: {found['design']}, "
        f"{found['authorities']} authorities ({found['pool']})"
    )


def truth(found: Mapping[str, Any]) -> str:
    """Say what is there to be found, and how far it is diluted."""
    true = found["true"]
    if abs(true["log_ratio"]) < _NOTHING:
        return "Truly, nothing is there to be found."
    said = (
        f"Truly, {found['outcome'].replace('_', ' ')} are multiplied by {true['ratio']:.3f} in the whole authority "
        f"while it has the service, which supports {true['reach']:.1%} of those looked after or on the edge of "
        "care at a time"
    )
    if true["in_those_supported"] is None:
        return f"{said}."
    return f"{said}: as if by {true['in_those_supported']:.2f} in them alone."


def _row(one: Mapping[str, Any]) -> tuple[str, ...]:
    bias = "–"
    if one["bias"] is not None:
        bias = f"{one['bias']:+.3f}".replace("-", "−")
        if one["bias_error"] is not None:
            bias += f" (error {one['bias_error']:.3f})"
    return (
        CALLED[one["name"]],
        str(one["verdicts"]),
        _share(one["rejects"]) if one["verdicts"] else "no verdict",
        "–" if one["estimate"] is None else f"{exp(one['estimate']):.3f}",
        bias,
        _share(one["coverage"]),
        "–" if one["needed"] is None else f"{one['needed']:,}",
    )


def _share(one: Mapping[str, float] | None) -> str:
    if one is None:
        return "–"
    return f"{one['mean']:.1%} ({one['low']:.1%} to {one['high']:.1%})"
