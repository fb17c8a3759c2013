"""What a scenario may say at a place: the limits its schema declares."""

from collections.abc import Iterator, Sequence
from typing import Any, Final, get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from simulation.services.explained import model_in

#: Of a limit that itself is not allowed, such as above 0, this share of the upper one is the least.
_LEAST: Final = 0.001


def limits_at(model: type[BaseModel], keys: Sequence[str]) -> tuple[float, float] | None:
    """Return the lowest and highest number a schema allows at a path; None where it says none.

    Parameters
    ----------
    keys
        From the outermost in; whatever is no key of a schema, as ``*`` of a list, is passed over.
    """
    field: FieldInfo | None = None
    for key in keys:
        if key not in model.model_fields:
            continue
        field = model.model_fields[key]
        model = model_in(field.annotation) or model
    if field is None:
        return None
    found: dict[str, float] = {}
    for limit in (*field.metadata, *_inside(field.annotation)):
        for name in ("ge", "gt", "le", "lt"):
            if (value := getattr(limit, name, None)) is not None:
                found[name] = float(value)
    high = found.get("le", found.get("lt"))
    if high is None or not {"ge", "gt"} & set(found):
        return None
    return found.get("ge", found.get("gt", 0.0) + _LEAST * high), high


def _inside(annotation: Any) -> Iterator[Any]:
    """Yield the limits that stand inside an annotation, such as one of a number or nothing."""
    for part in get_args(annotation):
        yield from getattr(part, "metadata", ())
        yield from _inside(part)
