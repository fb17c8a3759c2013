"""What a form asks for: each field says what can be chosen, and brings anything else into it.

Whatever comes from a link or a browser is checked here: unknown names fall back to the usual
choice, numbers are brought into their range, and each change is told in a sentence.
"""

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import parse_qsl, urlencode

from calibration.beliefs.authorities.load import profile
from calibration.beliefs.own.kept import is_private, names
from simulation.errors import DoorwaysError

#: Version of the links' meaning; raise it when a key changes its meaning.
LINK_VERSION = "1"
#: A longer query is no link of ours; a test makes the longest, of a scenario put together of all that can be ticked.
LONGEST = 20_000
#: Between the values of a field that takes several.
BETWEEN = ","

#: What every shell takes as it stands.
_PLAIN = re.compile(r"[\w./:,=+-]+")

type Value = str | int | float | tuple[str, ...]


@dataclass(frozen=True)
class Option:
    """One entry of a list to choose from: what is stored, what is read, and under what it is folded away."""

    value: str
    label: str
    group: str = ""


class Field(Protocol):
    """Say what every field can do."""

    @property
    def name(self) -> str:
        """Return its name in a link."""

    @property
    def label(self) -> str:
        """Return what stands above it."""

    @property
    def usual(self) -> Value:
        """Return the value of a fresh page."""

    @property
    def more(self) -> bool:
        """Return whether few choose it, so that it is folded away."""

    @property
    def part(self) -> str:
        """Return what has to be ticked for it to be asked at all; empty where it always is."""

    @property
    def under(self) -> str:
        """Return the heading under which it is folded away within its part; empty where it is not."""

    def settle(self, wanted: object, notes: list[str]) -> Value:
        """Return a value that can be run; tell what was changed."""

    def shown(self) -> dict[str, Any]:
        """Return what the form needs to show it."""

    def said(self, value: Any) -> str:
        """Return a value in words."""

    def words(self, value: Any) -> list[str]:
        """Return it as on the command line."""


@dataclass(frozen=True, kw_only=True)
class Given:
    """What a field has whose value is written or brought: nothing on a fresh page."""

    name: str
    label: str
    hint: str = ""
    usual: str = ""
    more: bool = False
    part: str = ""
    under: str = ""


@dataclass(frozen=True, kw_only=True)
class Pick:
    """Choose one of a list; of a few by `radio` buttons.

    Attributes
    ----------
    option
        The command's option; empty where the command has none.
    more
        Few choose it: it is folded away.
    """

    name: str
    label: str
    offered: Callable[[], Sequence[Option]]
    usual: str
    hint: str = ""
    option: str = ""
    radio: bool = False
    more: bool = False
    part: str = ""
    under: str = ""

    def settle(self, wanted: object, notes: list[str]) -> str:
        """Return the value of the wanted option, or the usual one with a note."""
        if wanted is None:
            return self.usual
        found = match(self.offered(), wanted) if isinstance(wanted, str) else None
        if found is not None:
            return found.value
        notes.append(
            f"What was asked for as “{self.label}” is not known here, so “{self.called(self.usual)}” is shown."
        )
        return self.usual

    def shown(self) -> dict[str, Any]:
        """Return what the form needs to show it."""
        kind = "radio" if self.radio else "select"
        options = [vars(one) for one in self.offered()]
        return basics(self, kind) | {"options": options, "wide": True}

    def called(self, value: str) -> str:
        """Return what the list calls a value."""
        found = match(self.offered(), value)
        return found.label if found else value

    def said(self, value: str) -> str:
        """Return a value in words."""
        return self.called(value)

    def words(self, value: str) -> list[str]:
        """Return it as on the command line."""
        return [self.option, value] if self.option else []


@dataclass(frozen=True, kw_only=True)
class Council(Pick):
    """Choose a council, by any name or code it has or had; of a divided one the heirs are told.

    Private profiles are among them where no other machine reaches the pages; else nothing is said of them, not
    which there are.
    """

    name: str = "council"
    label: str = "Council"
    option: str = "--authority"

    def settle(self, wanted: object, notes: list[str]) -> str:
        """Return the council's code, or the usual one with a note."""
        if isinstance(wanted, str) and is_private(wanted):
            found = match(self._own(), wanted)
            return found.value if found else super().settle(wanted, notes)
        if isinstance(wanted, str) and match(self.offered(), wanted) is None:
            try:
                wanted = profile(wanted).code
            except DoorwaysError as error:
                notes.append(
                    f"The council asked for is not shown: {error.rule} {error.next_step} "
                    f"Until then this is {self.said(self.usual)}."
                )
                return self.usual
        return super().settle(wanted, notes)

    def shown(self) -> dict[str, Any]:
        """Return what the form needs to show it."""
        told = super().shown()
        return told | {"options": [*map(vars, self._own()), *told["options"]]}

    def _own(self) -> tuple[Option, ...]:
        """Return the private profiles that may be told of."""
        from dashboards.boards import desk

        return tuple(Option(one, one) for one in names()) if desk().alone else ()

    def words(self, value: str) -> list[str]:
        """Return it as on the command line, by its name."""
        return [self.option, self.said(value)] if self.option else []


@dataclass(frozen=True, kw_only=True)
class Several:
    """Choose some of a list, at least `least` of them.

    Attributes
    ----------
    silent
        The command is not told: a file that it takes says it.
    """

    name: str
    label: str
    offered: Callable[[], Sequence[Option]]
    usual: tuple[str, ...]
    least: int = 1
    most: int
    hint: str = ""
    more: bool = False
    part: str = ""
    under: str = ""
    silent: bool = False

    def settle(self, wanted: object, notes: list[str]) -> tuple[str, ...]:
        """Return the wanted values in the order of the list, or the usual ones with a note."""
        if wanted is None:
            wanted = list(self.usual)
        asked = wanted.split(BETWEEN) if isinstance(wanted, str) else wanted
        asked = asked if isinstance(asked, list) else []
        asked = [one for one in asked if isinstance(one, str) and one]
        kept = tuple(one.value for one in self.offered() if one.value in asked)
        if self.least <= len(kept) <= self.most and len(kept) == len(set(asked)):
            return kept
        notes.append(f"“{self.label}” takes {self.least} to {self.most} of the list.")
        if not self.least <= len(kept) <= self.most:
            return self.usual
        return kept

    def shown(self) -> dict[str, Any]:
        """Return what the form needs to show it."""
        options = [vars(one) for one in self.offered()]
        ends = {"least": self.least, "most": self.most}
        return basics(self, "several") | ends | {"options": options, "wide": True}

    def said(self, value: Sequence[str]) -> str:
        """Return a value in words."""
        labels = {one.value: one.label for one in self.offered()}
        return " + ".join(labels[one] for one in value)

    def words(self, value: Sequence[str]) -> list[str]:
        """Return it as on the command line: names without an option."""
        return [] if self.silent else list(value)


@dataclass(frozen=True, kw_only=True)
class Number:
    """Choose a number within bounds, a whole one unless `step` is less.

    Attributes
    ----------
    usual
        Empty where it may be left out.
    unit
        What is counted, a plural in s or of what is never one; without it the label stands before the number.
    more
        Few choose it: it is folded away.
    """

    name: str
    label: str
    bounds: tuple[float, float]
    usual: float | str
    step: float = 1
    hint: str = ""
    option: str = ""
    unit: str = ""
    more: bool = False
    part: str = ""
    under: str = ""

    def settle(self, wanted: object, notes: list[str]) -> float | str:
        """Return a number within bounds, or the nearest or usual one with a note."""
        if wanted is None or wanted == self.usual:
            return self.usual
        kind = int if self.step == 1 else float
        try:
            number: float = kind(str(wanted)[:12])
        except ValueError:
            number = math.nan
        if not math.isfinite(number):
            what = "a whole number" if kind is int else "a number"
            instead = (
                f"{self.usual:g} is used"
                if isinstance(self.usual, int | float)
                else "it is left out"
            )
            notes.append(f"“{self.label}” was not {what}, so {instead}.")
            return self.usual
        low, high = self.bounds
        kept = min(max(number, kind(low)), kind(high))
        if kept != number:
            notes.append(
                f"“{self.label}” must lie between {low:g} and {high:g}, so {kept:g} is used."
            )
        return kept

    def shown(self) -> dict[str, Any]:
        """Return what the form needs to show it."""
        low, high = self.bounds
        ends = f"{low:,.12g} to {high:,.12g}".replace("-", "−")
        about = {"low": low, "high": high, "step": self.step, "wide": False}
        about |= {"needed": self.usual != ""}
        return basics(self, "number") | about | {"hint": f"{ends}; {self.hint}".removesuffix("; ")}

    def said(self, value: float) -> str:
        """Return a value in words."""
        if not self.unit:
            return f"{self.label.lower()} {value:,.12g}"
        return f"{value:,.12g} {self.unit.removesuffix('s') if value == 1 else self.unit}"

    def words(self, value: float) -> list[str]:
        """Return it as on the command line."""
        return [self.option, f"{value:g}"] if self.option else []


def basics(field: Field, kind: str) -> dict[str, Any]:
    """Return what the form needs to show any field, and of which kind it is."""
    about = {one: getattr(field, one) for one in ("name", "label", "hint", "more", "part", "under")}
    return about | {"kind": kind, "usual": for_form(field.usual)}


def match(options: Sequence[Option], text: str) -> Option | None:
    """Return the option of a value or label, however it is written."""
    wanted = text.strip().casefold()
    return next((o for o in options if wanted in (o.value.casefold(), o.label.casefold())), None)


def settle(
    wanted: Mapping[str, Any], fields: Iterable[Field]
) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Turn a browser's or a link's wishes into values that can be run; tell what was changed."""
    notes: list[str] = []
    values: dict[str, Any] = {}
    parts: set[str] = set()
    for one in fields:
        if not one.part or one.part in parts:
            values[one.name] = one.settle(wanted.get(one.name), notes)
        if not one.part:
            parts = ticked(values)
    return values, tuple(notes)


def ticked(values: Mapping[str, Any]) -> set[str]:
    """Return everything that is ticked in a list of several."""
    return {one for value in values.values() if isinstance(value, tuple) for one in value}


def read(query: str | None, fields: Iterable[Field]) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Read values from a link's query, whatever it holds.

    Parameters
    ----------
    query
        The part of an address after "?", with or without it.
    fields
        What can be chosen.

    Returns
    -------
    tuple[dict[str, Any], tuple[str, ...]]
        Values that can be run, and a sentence for everything that had to be changed.
    """
    text = (query or "").removeprefix("?")
    fields = tuple(fields)
    # Of a list that may be empty, none is a choice too.
    lists = {one.name for one in fields if isinstance(one, Several) and not one.least}
    said = parse_qsl(text, keep_blank_values=True) if len(text) <= LONGEST else ()
    pairs = {name: value for name, value in said if value or name in lists}
    note = ""
    if len(text) > LONGEST:
        note = "The link is too long to be one of ours, so the usual choice is shown."
    elif pairs.get("v", LINK_VERSION) != LINK_VERSION:
        note = "The link was made by another version of Doorways, so the usual choice is shown."
    if note:
        return settle({}, fields)[0], (note,)
    return settle(pairs, fields)


def link(path: str, values: Mapping[str, Value]) -> str:
    """Return the address of a page with what was chosen there."""
    return f"{path}?{urlencode({'v': LINK_VERSION} | {k: in_link(v) for k, v in values.items()}, safe=BETWEEN)}"


def in_link(value: Value) -> str:
    """Return a value as it stands in a link."""
    if isinstance(value, tuple):
        return BETWEEN.join(value)
    return value if isinstance(value, str) else f"{value:.12g}"


def for_form(value: Value) -> str | int | float | list[str]:
    """Return a value as the form takes it."""
    return list(value) if isinstance(value, tuple) else value


def command(verb: str, values: Mapping[str, Any], fields: Iterable[Field], *more: str) -> str:
    """Return the command that finds the same, as one types it."""
    words = [word for one in fields if one.name in values for word in one.words(values[one.name])]
    return " ".join(map(in_shell, ("doorways", *verb.split(), *words, *more)))


def said(values: Mapping[str, Any], fields: Iterable[Field]) -> str:
    """Return what was chosen in words; what few choose only where it is not the usual."""
    asked = (one for one in fields if one.name in values)
    told = (one for one in asked if not one.more or values[one.name] != one.usual)
    return ", ".join(filter(None, (_said(one, values[one.name]) for one in told)))


def _said(one: Field, value: Any) -> str:
    """Return a value in words, with what it is of where several things have one of that name."""
    words = one.said(value)
    return ": ".join(filter(None, (one.part, one.under, words))) if words else ""


def in_shell(word: str) -> str:
    """Return a word of a command, between quotes where a shell would take it apart; no word of ours holds one."""
    return word if _PLAIN.fullmatch(word) else f'"{word}"'
