"""What fits each key of a scenario: told by the declarations, and by the scenarios that ship."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, Final, Literal, get_args, get_origin

from pydantic import BaseModel

from scenarios import usual
from scenarios.intervention_schema import kinds
from scenarios.scenario import LIBRARY, load_scenario
from scenarios.toml_text import _inline
from simulation.services.explained import model_in

NUMBERS: Final = ("0", "1", "2", "5", "12", "0.5", "1.0", "0.25")
_OPENED: Final = "[[interventions]]"
_PART: Final = "[[interventions."


@cache
def shipped() -> tuple[str, ...]:
    """Return the texts of the scenarios that ship."""
    return tuple(path.read_text(encoding="utf-8") for path in sorted(LIBRARY.glob("*.toml")))


@cache
def effects() -> tuple[str, ...]:
    """Name the figures of the register that say how large services' effects are."""
    declared = {p.name for one in kinds().values() for p in one.parameters}
    sizes = (effect.size for one in kinds().values() for effect in one.effects)
    return tuple(dict.fromkeys(size for size in sizes if size in declared))


def parts(spec: type[BaseModel]) -> Mapping[str, type[BaseModel]]:
    """Return what a schema holds tables of, by key."""
    inner = ((key, model_in(field.annotation)) for key, field in spec.model_fields.items())
    return {key: model for key, model in inner if model is not None}


def keys(spec: type[BaseModel]) -> tuple[str, ...]:
    """Name the keys of a schema that take a value rather than a table."""
    return tuple(key for key in spec.model_fields if key not in parts(spec))


@cache
def models() -> tuple[type[BaseModel], ...]:
    """Return the schema of every kind, and of every table within them."""
    found = [one.spec for one in kinds().values()]
    return tuple(dict.fromkeys([*found, *(part for one in found for part in parts(one).values())]))


@cache
def values() -> Mapping[str, Sequence[str]]:
    """Return values that fit, as TOML, by key; a key that is not listed takes a number."""
    found: dict[str, list[str]] = {"kind": [f"'{kind}'" for kind in kinds()]}
    for model in models():
        for key in keys(model):
            found.setdefault(key, []).extend(_of(model.model_fields[key].annotation))
    for text in shipped():
        for key, value in _said(tomllib.loads(text).get("interventions", [])):
            found.setdefault(key, []).append(_inline(value))
    found.setdefault("effects", []).extend(f"{{ {name} = 0.9 }}" for name in effects())
    return {key: tuple(dict.fromkeys(some)) for key, some in found.items() if some}


def _of(annotation: Any) -> Iterator[str]:
    """Yield what an annotation allows: its words, or a table of them."""
    if get_origin(annotation) is Literal:
        yield from (f"'{word}'" for word in get_args(annotation))
    elif get_origin(annotation) is dict:
        words = list(_of(get_args(annotation)[0]))
        yield from ("{}", *(f"{{ {word} = 1.5 }}" for word in words))
    else:
        for part in get_args(annotation):
            yield from _of(part)


def _said(tables: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, Any]]:
    for table in tables:
        for key, value in table.items():
            if isinstance(value, list) and value and isinstance(value[0], dict):
                yield from _said(value)
            else:
                yield key, value


@cache
def opened() -> str:
    """Return what opens the usual scenario's services, as a file says it."""
    text = load_scenario(usual.SCENARIO).to_toml()
    return text[text.index(_OPENED) :]


def part_opened() -> str:
    """Return the last table of `opened` alone."""
    return opened()[opened().rindex(_PART) :]
