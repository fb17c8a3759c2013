"""What would have to be true, sorted by what it amounts to: the same on the terminal and in a report."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

#: What each verdict amounts to, in the order in which they are told.
HEADINGS: Final = {
    "crossing": "Any one of these would do:",
    "always": "These make no difference to it, it is so anyway:",
    "bent": "Of these no one size can be named:",
    "untold": "Of these it cannot be told:",
    "never": "None of these would, at any size that was tried:",
}
#: What a crossing is where it is so already.
STAYS: Final = "It stays so as long as each of these holds, all else as it is:"


@dataclass(frozen=True)
class Answers:
    """Hold the sentences of one kind of answer."""

    heading: str
    sentences: tuple[str, ...]


def answers(found: Mapping[str, Any]) -> tuple[Answers, ...]:
    """Return the sentences of what was found, by kind of answer; kinds without any are left out."""
    told = []
    already = found["lacking"]["high"] <= 0.0
    for verdict, usual in HEADINGS.items():
        heading = STAYS if already and verdict == "crossing" else usual
        own = tuple(one["sentence"] for one in found["levers"] if one["verdict"] == verdict)
        if own:
            told.append(Answers(heading, own))
    return tuple(told)
