"""What a scenario says of a thing with what a form says otherwise."""

from collections.abc import Iterable, Mapping
from typing import Any

from dashboards.pages.composing.asked import Asked
from dashboards.pages.composing.composable import Composable
from dashboards.pages.composing.putting import at, copied, put


def said_with(
    one: Composable, tables: Mapping[str, Any], values: Iterable[tuple[Asked, Any]]
) -> dict[str, Any]:
    """Return what a scenario says of a thing with other values.

    Parameters
    ----------
    tables
        What it says with the tables that it leaves out as they are.
    """
    said: dict[str, Any] = copied(one.said)
    put_in = list(values)
    # What goes with a value first: where that is typed too, it is as typed.
    for asked, _ in put_in:
        if asked.swap.others:
            table = at(said, asked.swap.at)
            for other in asked.swap.others:
                table.pop(other, None)
            table.update(asked.swap.also)
    for asked, value in put_in:
        put(said, asked.path, asked.stored(value), tables)
    return said
