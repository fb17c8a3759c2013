"""Values put where they stand in what a scenario says of a thing."""

from collections.abc import Mapping
from typing import Any

#: Where a value stands: keys, and numbers of entries of lists.
type Path = tuple[str | int, ...]


def copied(said: Any) -> Any:
    """Return what is said, to be changed."""
    if isinstance(said, Mapping):
        return {key: copied(value) for key, value in said.items()}
    return [copied(value) for value in said] if isinstance(said, list | tuple) else said


def at(said: Any, path: Path) -> Any:
    """Return what is said at a place; None where nothing is."""
    for key in path:
        if said is None:
            return None
        said = said[key] if isinstance(key, int) else said.get(key)
    return said


def put(said: dict[str, Any], path: Path, value: Any, whole: Mapping[str, Any]) -> None:
    """Set a value where it stands; an empty one is left out, and so is a table that holds nothing then.

    Parameters
    ----------
    whole
        What is said with the tables that it leaves out as they are: a table that begins to be said is one of these.
    """
    table: Any = said
    for depth, key in enumerate(path[:-1], 1):
        if not isinstance(key, int) and key not in table:
            if value == "":
                return
            table[key] = copied(at(whole, path[:depth]) or {})
        table = table[key]
    if value != "":
        table[path[-1]] = value
        return
    table.pop(path[-1], None)
    if not table and len(path) > 1:
        at(said, path[:-2]).pop(path[-2], None)
