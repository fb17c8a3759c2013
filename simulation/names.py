"""Names that people and programs give: suggest what a mistyped one may have meant, or refuse it."""

import difflib
import re
from collections.abc import Collection, Iterable, Sequence
from typing import Final

from simulation.errors import DoorwaysError

#: Longer lists would bury the message.
MOST_LISTED: Final = 20
#: No name is longer; comparing longer ones would only take time.
_LONGEST: Final = 100
#: Below this share of letters in common, names that mean other things are put forward.
_ALIKE: Final = 0.65
#: A part of fewer letters stands in too many names to say anything.
_SHORTEST: Final = 3
LISTED: Final = "'doorways describe' shows the names."


def slug(text: str) -> str:
    """Return a text as part of a file's name: small letters and digits, words joined by hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def whole(code: str) -> re.Pattern[str]:
    """Return what finds a code made of small letters, digits and hyphens where it is not the beginning of a longer one."""
    return re.compile(re.escape(code) + r"(?![a-z0-9-])")


def some(names: Sequence[str], most: int) -> str:
    """Return the first of several names, and how many more there are."""
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


def nearest(name: str, known: Iterable[str], most: int = 3) -> list[str]:
    """Return the known names most like ``name``, best first, at most ``most``: none if none is alike.

    Alike are names of much the same letters in the same order, as after a slip of the fingers, and
    names of which one is part of the other. Names that begin with all that was written are meant
    before any other.
    """
    wanted, names = name[:_LONGEST].lower(), list(known)
    if len(wanted) >= _SHORTEST and (begun := [one for one in names if one.startswith(wanted)]):
        return begun[:most]
    alike = difflib.get_close_matches(wanted, names, n=most, cutoff=_ALIKE)
    parts = [one for one in names if _is_part(wanted, one) or _is_part(one, wanted)]
    return list(dict.fromkeys([*alike, *parts]))[:most]


def _is_part(part: str, whole: str) -> bool:
    return len(part) >= _SHORTEST and part in whole


def hint(name: str, known: Iterable[str], listed: str = LISTED) -> str:
    """Say which name was probably meant, or which names there are.

    Parameters
    ----------
    name
        What was asked for.
    known
        The names there are.
    listed
        Where they are listed, said when they are too many to name.
    """
    names = list(known)
    near = nearest(name, names)
    if near:
        return f"Did you mean {' or '.join(near)}?"
    if len(names) > MOST_LISTED:
        return listed
    return f"Known names: {', '.join(names)}."


def check_name(
    thing: str, name: str, known: Collection[str], rule: str, listed: str = LISTED
) -> None:
    """Check that a name is one of those there are.

    Parameters
    ----------
    thing
        What the name is of, in the user's words.
    name, known, listed
        As in `hint`.
    rule
        What it breaks if there is no such name.

    Raises
    ------
    DoorwaysError
        When there is none; it says which may have been meant.
    """
    if name not in known:
        raise DoorwaysError(thing, name, rule, hint(name, known, listed))
