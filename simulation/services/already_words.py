"""What to say of a service that a council runs already: one sentence a fact, and none that is not known."""

from collections.abc import Sequence
from typing import Final

from simulation.services.already_run import AlreadyRun, Basis, Contained, contained

#: What is true of that which an arm opens beside it: it is there, it is not, nobody knows.
_ADDED: Final = (
    "is added to it and does not replace it: the difference is that of more of it, not of having it "
    "against not having it."
)
_ALONE: Final = "stands by itself: it is not added to it."


def sentence(row: AlreadyRun, basis: Basis, opened_by: Sequence[str] = ()) -> str:
    """Say since when a council runs a service, and how far its baseline contains what it does.

    Parameters
    ----------
    basis
        The figures the baseline is made from.
    opened_by
        Titles of the arms that open this service.
    """
    found = contained(row, basis)
    parts = [_history(row), _baseline(row, found, basis)]
    if opened_by:
        opened = "opens" if len(opened_by) == 1 else "open"
        what = f"What {' and '.join(f'“{title}”' for title in opened_by)} {opened}"
        if found is Contained.UNKNOWN:
            parts.append(f"If they do, {what[0].lower()}{what[1:]} {_ADDED}")
        else:
            parts.append(f"{what} {_ADDED if found.is_there else _ALONE}")
    return " ".join(parts)


def _history(row: AlreadyRun) -> str:
    if row.closed is not None:
        return f"{row.council} ran {row.called} {row.since}."
    if row.last_known is not None:
        return f"{row.council} has run {row.called} {row.since}."
    return (
        f"{row.council} took up {row.called} in {row.opened.words}, but no source here says that "
        "it opened."
    )


def _baseline(row: AlreadyRun, found: Contained, basis: Basis) -> str:
    figures = f"figures for {basis.words}, from which the baseline is made,"
    if found is Contained.NOT_YET:
        return f"It opened after {basis.day}, so the baseline does not contain what it does."
    if found is Contained.NO_LONGER:
        return (
            f"It had closed before {basis.words}, from whose figures the baseline is made: they "
            "contain no more of what it did than has lasted."
        )
    if found is Contained.UNKNOWN:
        return f"Whether its {figures} contain what it does cannot be told."
    part = "" if found is Contained.IN_FULL else f", {found.value}"
    said = f"Its {figures} already contain what it does{part}{_if_still(row, basis)}."
    if row.closed is not None:
        said += " The baseline goes on as if it were still there."
    return said


def _if_still(row: AlreadyRun, basis: Basis) -> str:
    """Return the doubt that is left where it was last heard of before the run starts."""
    known = row.last_known
    if row.closed is not None or known is None or known.first >= basis.end:
        return ""
    return " (if it still ran then)"
