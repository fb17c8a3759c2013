"""Suggest what a mistyped name may have meant."""

import difflib
from collections.abc import Iterable
from typing import Final

#: Longer lists would bury the message.
MOST_LISTED: Final = 20
#: No name is longer; comparing longer ones would only take time.
_LONGEST: Final = 100


def nearest(name: str, known: Iterable[str], most: int = 3) -> list[str]:
    """Return the known names most like ``name``, best first, at most ``most``."""
    return difflib.get_close_matches(name[:_LONGEST].lower(), list(known), n=most, cutoff=0.5)


def hint(name: str, known: Iterable[str]) -> str:
    """Say which name was probably meant, or which names there are."""
    names = list(known)
    near = nearest(name, names)
    if near:
        return f"Did you mean {' or '.join(near)}?"
    if len(names) > MOST_LISTED:
        return "'doorways describe' shows the names."
    return f"Known names: {', '.join(names)}."
