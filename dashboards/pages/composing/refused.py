"""Which fields are worth asking: those of which a scenario may say something else than it does."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import chain
from typing import Any

from pydantic import ValidationError

from dashboards.pages.composing.asked import Asked
from dashboards.pages.composing.composable import Composable
from dashboards.pages.composing.numbers import Numbers, written
from dashboards.pages.composing.saying import said_with
from dashboards.pages.fields import Number, Pick, Several
from scenarios.intervention_schema import kinds
from simulation.errors import DoorwaysError
from simulation.services.wording import checked

type Tables = Mapping[str, Any]


def worth_asking(one: Composable, tables: Tables, every: Iterable[Asked]) -> Iterator[Asked]:
    """Yield the fields that may say something else, of lists what may be said.

    A value may need another of the same table: it is tried alone, and then with each of these.
    """
    asked = list(every)
    for each in asked:
        if isinstance(each.field, Pick):
            yield from _choices(one, tables, each)
            continue
        other = _other(each)
        alone = ([(each, value)] for value in other)
        same = (a for a in asked if a is not each and a.path[:-1] == each.path[:-1])
        both = ([(each, other[0]), (a, value)] for a in same for value in _other(a)[:1])
        if any(_taken(one, tables, values) for values in chain(alone, both)):
            yield each


def _choices(one: Composable, tables: Tables, each: Asked) -> Iterator[Asked]:
    """Yield a list with those of its options that may be said, where there are two besides leaving it."""
    pick = each.field
    assert isinstance(pick, Pick)
    fit = tuple(
        o
        for o in pick.offered()
        if o.value in ("", pick.usual) or _taken(one, tables, [(each, o.value)])
    )
    if len([o for o in fit if o.value]) > 1:
        yield replace(each, field=replace(pick, offered=lambda: fit))


def _taken(one: Composable, tables: Tables, values: Iterable[tuple[Asked, Any]]) -> bool:
    """Return whether a scenario may say of a thing what it does, but for these values."""
    kind = kinds()[one.kind]
    try:
        kind.check(checked(kind.spec, said_with(one, tables, values)))
    except (ValidationError, DoorwaysError):
        return False
    return True


def _other(each: Asked) -> list[Any]:
    """Return a few values of a field that are not the usual one: ends, middle, and next to what is usual."""
    field = each.field
    if isinstance(field, Number):
        low, high = field.bounds
        usual = [float(field.usual)] if field.usual != "" else []
        near = [x + step for x in usual for step in (field.step, -field.step)]
        some = [low, high, (low + high) / 2, *near]
        kind = int if field.step == 1 else float
        return [kind(x) for x in some if low <= x <= high and x != field.usual]
    if isinstance(field, Numbers):
        low, high = field.bounds
        return [written(x) for x in ((low, high), ((low + high) // 2, high))]
    if isinstance(field, Several):
        words = [o.value for o in field.offered()]
        tried = [tuple(words), *((word,) for word in words), ()]
        return [x for x in tried if len(x) >= field.least and x != field.usual]
    return []
