"""Faults that pydantic finds, in words: the place as people count, the value, the rule, the next step."""

import re
from collections.abc import Mapping
from typing import Any, Final, get_args

from pydantic import BaseModel, ValidationError

from simulation.errors import DoorwaysError
from simulation.files.plain_text import brief
from simulation.names import hint

#: Letters of a key that stands in a place: the value shows the rest.
_MOST_KEY: Final = 60


def explained(fault: ValidationError, where: str, model: type[BaseModel]) -> DoorwaysError:
    """Turn the first fault pydantic found into one sentence for the writer of the file."""
    return all_explained(fault, where, model)[0][1]


def all_explained(
    fault: ValidationError, where: str, model: type[BaseModel], within: int = 0
) -> list[tuple[list[int | str], DoorwaysError]]:
    """Turn every fault pydantic found into a place in the file and a sentence.

    Parameters
    ----------
    within
        How many of the outermost keys the sentence leaves out: `where` says them already.
    """
    errors = [one for one in fault.errors(include_url=False) if _is_meant(one)]
    return [_explained(one, where, model, within) for one in errors]


def _is_meant(one: Any) -> bool:
    """Tell whether a fault is of the form the writer chose, where a number or a table may stand."""
    forms = [part for part in one["loc"] if _is_form(part)]
    if not forms or one["type"] in ("extra_forbidden", "missing"):
        return True
    as_number = bool(forms[-1] == "float")
    return as_number != isinstance(one["input"], dict)


def _is_form(part: object) -> bool:
    """Tell whether a part of a place is a form that pydantic tried, not a key of the file."""
    return part in ("float", "Range") or str(part).startswith("function-")


def _explained(
    first: Any, where: str, model: type[BaseModel], within: int = 0
) -> tuple[list[int | str], DoorwaysError]:
    loc = [part for part in first["loc"] if part != "[key]" and not _is_form(part)]
    place = f"{where}, {_path(loc[within:])}" if loc[within:] else where
    if first["type"] == "extra_forbidden":
        key, around = loc[-1], _path(loc[within:-1])
        # The key is the value here: a place that ended in it would say it twice.
        table = f"{where}, {around}" if around else where
        rule = "Unknown key: nothing here reads it."
        return loc, DoorwaysError(table, key, rule, hint(str(key), _keys(model, loc[:-1])))
    if first["type"] == "missing":
        return loc, DoorwaysError(place, None, "This key is missing.", "Add it to the file.")
    message = first["msg"].removeprefix("Value error, ")
    rule = message.replace("Input should be", "It must be").rstrip(".") + "."
    value, inside = first["input"], list[int | str]()
    if isinstance(value, Mapping):
        # A rule about a table: of all it holds, what the rule names.
        said = {key: one for key, one in value.items() if re.search(rf"\b{key}\b", message)}
        inside = [min(said, key=lambda key: message.index(str(key)))] if said else []
        value = _as_written(said or dict.fromkeys(value, ...))
    return [*loc, *inside], DoorwaysError(place, value, rule, "Change the value in the file.")


def _as_written(table: Mapping[str, Any]) -> str:
    """Return keys with their values, as a file has them; a value that is left out is ``...``."""
    return ", ".join(f"{key} = {'...' if one is ... else one}" for key, one in table.items())


def _path(loc: list[int | str]) -> str:
    """Write a place as people count: interventions 1, sites 2, capacity."""
    parts: list[str] = []
    for part in loc:
        if isinstance(part, int) and parts:
            parts[-1] += f" {part + 1}"
        else:
            parts.append(brief(str(part), _MOST_KEY))
    return ", ".join(parts)


def _keys(model: type[BaseModel], loc: list[int | str]) -> list[str]:
    """Return the keys allowed at a place inside a model."""
    for part in loc:
        if isinstance(part, str) and part in model.model_fields:
            inner = model_in(model.model_fields[part].annotation)
            model = inner or model
    return list(model.model_fields)


def model_in(annotation: object) -> type[BaseModel] | None:
    """Return the model an annotation is made of, such as that of the parts of a list."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for part in get_args(annotation) if (found := model_in(part))), None)
