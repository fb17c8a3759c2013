"""An amount as people write it: 12, -3%, £2.5m, £250k."""

import re
from typing import Final, NamedTuple

_AMOUNT: Final = re.compile(
    r"(?P<sign>[+\-−]?)(?P<pound>£?)(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?P<unit>k|m|%)?"
)
_TIMES: Final = {None: 1.0, "k": 1e3, "m": 1e6, "%": 0.01}


class Amount(NamedTuple):
    """Hold a number, and whether it is a share that was written as a percentage."""

    value: float
    is_share: bool


def amount_of(text: str) -> Amount | None:
    """Return what a text says; None when it says no amount."""
    found = _AMOUNT.fullmatch(text.strip().lower())
    if found is None or (found["pound"] and found["unit"] == "%"):
        return None
    sign = -1.0 if found["sign"] in ("-", "−") else 1.0
    number = float(found["number"].replace(",", ""))
    return Amount(sign * number * _TIMES[found["unit"]], found["unit"] == "%")
