"""What of a thing a form asks for: a field for every value of its declaration that has a form."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from dashboards.pages.composing.composable import Composable
from dashboards.pages.composing.making import YES, Flag, maker
from dashboards.pages.composing.numbers import Numbers
from dashboards.pages.composing.putting import Path
from dashboards.pages.composing.schema import Schema, first_text, heading, label, plain
from dashboards.pages.fields import Field, Several
from simulation.services.opened_sites import BESET

#: Between the parts of a field's name.
APART: Final = "--"


@dataclass(frozen=True)
class Swap:
    """Hold what goes with a value that stands instead of others.

    Attributes
    ----------
    at
        The table in which it stands.
    others
        Keys of which none stands beside it.
    also
        What the table says once it is typed.
    """

    at: Path = ()
    others: tuple[str, ...] = ()
    also: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Asked:
    """Hold a field, where its value stands in what a scenario says, and what it stands instead of."""

    field: Field
    path: Path
    swap: Swap = Swap()

    def stored(self, value: Any) -> Any:
        """Return a value of the field as a scenario says it."""
        if isinstance(self.field, Numbers) and value:
            return self.field.read(value)
        if isinstance(self.field, Several):
            return list(value)
        return value == YES if isinstance(self.field, Flag) and value else value


@dataclass(frozen=True)
class Place:
    """Hold where one is in a declaration.

    Attributes
    ----------
    names
        What its fields' names begin with.
    under
        What stands above its fields.
    swap
        What its fields stand instead of.
    """

    path: Path = ()
    names: tuple[str, ...] = ()
    under: str = ""
    swap: Swap = Swap()

    def within(self, key: str | int, name: str, words: str) -> "Place":
        """Return the place of a table within this one, by its name and heading; without where it has none."""
        names = (*self.names, *filter(None, (name,)))
        under = ": ".join(filter(None, (self.under, words)))
        return Place((*self.path, key), names, under, self.swap)


@dataclass(frozen=True)
class Form:
    """Make the fields of one thing.

    Attributes
    ----------
    whole
        The schema of all that a scenario may say of it.
    tables
        What a scenario says of it, with the tables that it leaves out as they are then.
    """

    one: Composable
    whole: Schema
    tables: Mapping[str, Any]

    def every(self) -> Iterator[Asked]:
        """Yield a field for each value that a form can ask for."""
        return self._table(self.whole, self.one.said, self.tables, Place())

    def _table(
        self, schema: Schema, said: Mapping[str, Any], tables: Mapping[str, Any], place: Place
    ) -> Iterator[Asked]:
        for key, raw in schema["properties"].items():
            if place.path or key != BESET:
                here = replace(place, swap=_swap(schema, said, key, place))
                value = said.get(key, raw.get("default"))
                # Where another stands instead of it, it says nothing, not even its default.
                value = None if any(said.get(k) is not None for k in here.swap.others) else value
                yield from self._value(key, raw, value, (tables or {}).get(key), here)

    def _value(
        self, key: str, raw: Schema, value: Any, tables: Any, place: Place
    ) -> Iterator[Asked]:
        """Yield the fields of one value: its own, or those of the table, list or map that it is."""
        schema = plain(self.whole, raw, value)
        # What its file says stands under its kind: nobody needs to be told that.
        file = not place.path and key == self.one.kind
        within = place.within(key, *(("", "") if file else (key, heading(key))))
        if "properties" in schema:
            if value is not None or not schema.get("required"):
                yield from self._table(schema, value or {}, tables, within)
        elif schema.get("type") == "object":
            yield from self._map(schema, value if value is not None else tables, within)
        elif "properties" in (item := plain(self.whole, schema.get("items", {}), None)):
            texts = [first_text(item, entry) for entry in value or ()]
            for k, entry in enumerate(value or ()):
                number = f"{k + 1}" if len(value) > 1 else ""
                once = texts[k] and texts.count(texts[k]) == 1
                words = texts[k] if once else f"{texts[k]} {k + 1}".strip()
                inner = within.within(k, number, words)
                yield from self._table(item, entry, (tables or ())[k], inner)
        else:
            yield from self._one(key, raw, schema, value, place)

    def _map(
        self, schema: Schema, value: Mapping[str, Any] | None, place: Place
    ) -> Iterator[Asked]:
        """Yield a field for each key of a map: those that it may have, else those that it has."""
        raw = schema["additionalProperties"]
        keys = schema.get("propertyNames", {}).get("enum", tuple(value or ()))
        for key in keys if isinstance(raw, Mapping) else ():
            one = (value or {}).get(key)
            yield from self._one(key, raw, plain(self.whole, raw, one), one, place)

    def _one(
        self, key: str, raw: Schema, schema: Schema, value: Any, place: Place
    ) -> Iterator[Asked]:
        """Yield the field of one value; nothing for what a form does not ask for, such as a text."""
        path = (*place.path, key)
        made = maker(schema)
        if made is not None:
            asked: dict[str, Any] = {
                "name": APART.join((self.one.name, *place.names, key)),
                "label": label(key, raw),
                "part": self.one.name,
                "under": place.under,
                "more": True,
            }
            yield Asked(made(schema, value, asked), path, place.swap)


def _swap(schema: Schema, said: Mapping[str, Any], key: str, place: Place) -> Swap:
    """Return what goes with a value of a table: of those of which one stands alone, the others go."""
    alone = schema.get("one_of", ())
    if key not in alone:
        return place.swap
    others = tuple(one for one in alone if one != key)
    return Swap(place.path, others, schema.get("by_hand", {}))
