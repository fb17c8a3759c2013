"""Say of an option that wants a number what was given, what it takes and what to write."""

import math
from typing import Any, Final

import typer

from scenarios.amount import amount_of
from simulation.errors import DoorwaysError

#: What an option takes, by the kind of fault that reading it has.
_RULES: Final = {
    "int_parsing": "It takes a whole number, in digits alone.",
    "int_parsing_size": "It takes a whole number that is not so large.",
    "int_from_float": "It takes a whole number, in digits alone.",
    "float_parsing": "It takes a number, such as 2 or 0.5.",
    "greater_than_equal": "It takes {ge:,} or more.",
    "less_than_equal": "It takes at most {le:,}.",
}
_SHARE: Final = "It takes a share: 0.03 and 3% say the same."


def share_of(said: Any) -> float:
    """Return the share that an option says, as a number or in per cents.

    Raises
    ------
    ValueError
        When it says none, in the words that are shown.
    """
    try:
        value = float(said)
    except ValueError:
        found = amount_of(said)
        if found is None or not found.is_share:
            raise ValueError(_SHARE) from None
        value = found.value
    if not math.isfinite(value):
        raise ValueError(_SHARE)
    return value


def unread_number(wrong: Exception) -> DoorwaysError | None:
    """Return in our words what Typer says of a number it cannot read; None of anything else."""
    if not isinstance(wrong, typer.BadParameter) or wrong.param is None or not wrong.__cause__:
        return None
    fault = _first(wrong.__cause__)
    kind, told = fault.get("type"), fault.get("ctx", {})
    # What was typed stands in the error's own words, and is no template.
    rule = str(told["error"]) if kind == "value_error" else _RULES.get(str(kind), "").format(**told)
    if not rule:
        return None
    named = max(wrong.param.opts, key=len)
    return DoorwaysError(named, str(fault["input"]), rule, _step(wrong, named))


def _first(cause: BaseException) -> dict[str, Any]:
    from pydantic import ValidationError

    return dict(cause.errors()[0]) if isinstance(cause, ValidationError) else {}


def _step(wrong: typer.BadParameter, named: str) -> str:
    usual = getattr(wrong.param, "default", None)
    if isinstance(usual, int | float) and usual:
        return f"Write for example {named} {usual:g}, or leave it out."
    command = wrong.ctx.command_path if wrong.ctx else "doorways"
    return f"{command} --help says what it stands for."
