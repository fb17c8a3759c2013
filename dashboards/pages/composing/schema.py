"""A declaration as JSON schema has it: which form a value has, within which bounds, and its words."""

from collections.abc import Mapping
from typing import Any, Final

from agents.words import capital
from simulation.services.file_phrases import acted_on_in_words, plain_word

type Schema = Mapping[str, Any]

_BOUNDS: Final = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")
#: Digits behind the point of a number that is no whole one, unless it has more itself.
_DIGITS: Final = 2


def plain(whole: Schema, raw: Schema, value: Any) -> Schema:
    """Return the schema of a value: of several forms that of its own, with bounds that hold for all of them."""
    over = {key: raw[key] for key in _BOUNDS if key in raw}
    forms = [one for one in raw.get("anyOf", ()) if one.get("type") != "null"]
    if forms:
        every = [plain(whole, one, value) for one in forms]
        table = isinstance(value, Mapping)
        fit = [one for one in every if (one.get("type") == "object") is table]
        return _bounded((fit or every)[0], over)
    if "$ref" in raw:
        return _bounded(whole["$defs"][raw["$ref"].rpartition("/")[2]], over)
    return raw


def _bounded(schema: Schema, over: Schema) -> Schema:
    """Return a schema with bounds, also those of its numbers where it is a table."""
    if not over:
        return schema
    if "properties" not in schema:
        return {**schema, **over}
    within = {key: {**one, **over} for key, one in schema["properties"].items()}
    return {**schema, "properties": within}


def bounds(schema: Schema) -> tuple[Any, Any]:
    """Return the lowest and the highest number that may be said; None where there is none."""
    least = 1 if schema["type"] == "integer" else 10**-_DIGITS
    low, high = schema.get("minimum"), schema.get("maximum")
    if low is None and "exclusiveMinimum" in schema:
        low = schema["exclusiveMinimum"] + least
    if high is None and "exclusiveMaximum" in schema:
        high = schema["exclusiveMaximum"] - least
    return low, high


def step(schema: Schema, value: Any) -> float:
    """Return by how much a number goes up: 1 for a whole one, else as fine as what is said, at least a hundredth."""
    if schema["type"] == "integer":
        return 1
    digits = len(f"{value:.12f}".rstrip("0").rpartition(".")[2]) if value is not None else 0
    return float(10 ** -max(_DIGITS, digits))


def label(key: str, raw: Schema) -> str:
    """Return what stands above a field: its key as a word, or the words its declaration gives it."""
    own = raw.get("title", "")
    return own if own and own != key.replace("_", " ").title() else capital(plain_word(key))


def heading(key: str) -> str:
    """Return what stands above a table."""
    return capital(plain_word(key))


def first_text(item: Schema, entry: Mapping[str, Any]) -> str:
    """Return the first text of an entry of a list, such as its name or what it acts on; empty where it has none."""
    texts = (
        acted_on_in_words(entry[key])
        for key, one in item["properties"].items()
        if isinstance(entry.get(key), str) and "enum" not in plain({}, one, "")
    )
    return next(texts, "")
