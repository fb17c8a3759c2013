"""Read what a form sends as an event of the room: which fields are numbers and lists is settled here."""

import re
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import parse_qsl

from dashboards.workshop.room import RefusedError

WHOLE: Final = frozenset({"number", "to", "teams", "turn", "amount", "budget", "carer"})
LISTS: Final = frozenset({"values", "services", "reasons"})
#: Fields a form may have; the server says itself who sends it and when.
KNOWN: Final = frozenset(
    {*WHOLE, *LISTS} | {"did", "phase", "screen", "choice", "question", "what", "text"}
)
#: What a form that ticks nothing sends: its list, empty.
TICKED: Final = {"mixed": "services", "missed": "reasons"}
_MOST: Final = 200
_NUMBER: Final = re.compile(r"-?[0-9]{1,10}")
#: What people write around a number, and how they say large ones.
_AROUND: Final = str.maketrans({",": "", "£": "", " ": "", "\N{MINUS SIGN}": "-"})
_TIMES: Final = {"million": 1e6, "thousand": 1e3, "m": 1e6, "k": 1e3}


def event_of(body: bytes) -> dict[str, Any]:
    """Return the event that a form asks for.

    Raises
    ------
    RefusedError
        When a field is unknown, or no number where it should be one.
    """
    try:
        pairs = parse_qsl(body.decode("utf-8"), keep_blank_values=True, max_num_fields=_MOST)
    except ValueError:
        raise RefusedError("form", "It cannot be read.") from None
    event: dict[str, Any] = {}
    for name, said in pairs:
        if name not in KNOWN:
            raise RefusedError(name, "The form has a field that is not known.")
        if name in LISTS:
            event.setdefault(name, []).append(_amount(said, name))
        else:
            event[name] = _whole(said) if name in WHOLE else said
    if event.get("did") in TICKED:
        event.setdefault(TICKED[event["did"]], [])
    return event


def field_of(body: bytes, name: str) -> str:
    """Return one field of a form, empty when it has none."""
    try:
        pairs: Mapping[str, str] = dict(parse_qsl(body.decode("utf-8"), max_num_fields=_MOST))
    except ValueError:
        return ""
    return pairs.get(name, "")


def _amount(said: str, name: str) -> float | int | str:
    if name == "services":
        return said
    if name == "reasons":
        return _whole(said)
    plain = said.lower().translate(_AROUND)
    word = next((one for one in _TIMES if plain.endswith(one)), "")
    try:
        return float(plain.removesuffix(word)) * _TIMES.get(word, 1.0)
    except ValueError:
        raise RefusedError(
            said, "A prediction is a number.", "Write digits, such as 350."
        ) from None


def _whole(said: str) -> int:
    if not _NUMBER.fullmatch(said.strip()):
        raise RefusedError(said, "This is a whole number.")
    return int(said)
