"""The field that asks for a value of a declaration: a number, several, a choice, some of a list, yes or no."""

from collections.abc import Callable
from typing import Any, Final

from agents.words import capital
from dashboards.pages.composing.numbers import Numbers, written
from dashboards.pages.composing.schema import Schema, bounds, step
from dashboards.pages.fields import Field, Number, Option, Pick, Several
from simulation.services.file_phrases import plain_word

#: What a twin is for, as a list says it.
_TWINS: Final = {
    "real": "Works as believed",
    "null": "Opens and costs, but changes nothing",
    "recording": "Changes only what is written down",
}
YES, NO = "yes", "no"
_AS_IT_IS: Final = "empty: as it is"
_LEFT_OUT: Final = Option("", "As it is")
#: Makes a field of a schema, what a scenario says (None: nothing), and what every field has.
type Maker = Callable[[Schema, Any, dict[str, Any]], Field]


class Flag(Pick):
    """Choose yes or no."""


def maker(schema: Schema) -> Maker | None:
    """Return what makes the field of a value of a schema."""
    if len(schema.get("enum", ())) > 1:
        return _pick
    kind, items = schema.get("type"), schema.get("items", {})
    if kind == "boolean":
        return _flag
    if kind in ("number", "integer") and None not in bounds(schema):
        return _number
    if kind == "array" and "enum" in items:
        return _several
    if kind == "array" and items.get("type") in ("number", "integer"):
        return _numbers
    return None


def _pick(schema: Schema, usual: Any, asked: dict[str, Any]) -> Field:
    options = [Option(v, _TWINS.get(v, plain_word(v))) for v in schema["enum"]]
    return _choice(Pick, options, usual, asked)


def _flag(schema: Schema, usual: Any, asked: dict[str, Any]) -> Field:
    options = [Option(YES, "Yes"), Option(NO, "No")]
    return _choice(Flag, options, None if usual is None else (NO, YES)[bool(usual)], asked)


def _choice(make: type[Pick], options: list[Option], usual: Any, asked: dict[str, Any]) -> Field:
    """Return a list to choose from; what a scenario does not say stays as it is."""
    listed = tuple(options if usual is not None else [_LEFT_OUT, *options])
    return make(offered=lambda: listed, usual=usual or "", **asked)


def _number(schema: Schema, usual: Any, asked: dict[str, Any]) -> Field:
    low, high = bounds(schema)
    hint = "; ".join(
        filter(None, (schema.get("description"), "" if usual is not None else _AS_IT_IS))
    )
    said = "" if usual is None else usual
    return Number(bounds=(low, high), usual=said, step=step(schema, usual), hint=hint, **asked)


def _several(schema: Schema, usual: Any, asked: dict[str, Any]) -> Field:
    words = schema["items"]["enum"]
    options = tuple(Option(one, capital(plain_word(one))) for one in words)
    return Several(
        offered=lambda: options,
        usual=tuple(one for one in words if one in (usual or ())),
        least=schema.get("minItems", 0),
        most=min(schema.get("maxItems", len(options)), len(options)),
        silent=True,
        **asked,
    )


def _numbers(schema: Schema, usual: Any, asked: dict[str, Any]) -> Field:
    return Numbers(
        bounds=bounds(schema["items"]),
        least=schema.get("minItems", 1),
        most=schema.get("maxItems", len(usual or ()) or 1),
        whole=schema["items"]["type"] == "integer",
        usual=written(usual or ()),
        hint="" if usual else _AS_IT_IS,
        **asked,
    )
