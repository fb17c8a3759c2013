"""The form of a thing that can be opened, made from what its kind declares that a scenario may say of it."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Final

from dashboards.pages.composing.composable import Composable, composables
from dashboards.pages.fields import Field, Number, Option, Pick, Several
from scenarios.intervention_schema import kinds
from simulation.services.barriers.kinds import KINDS
from simulation.services.opened_sites import BESET
from simulation.services.wording import HORIZON_MONTHS

#: What a twin is for, as a list says it.
_TWINS: Final = {
    "real": "Works as believed",
    "null": "Opens and costs, but changes nothing",
    "recording": "Changes only what is written down",
}
_DATE, _MITIGATED = "barrier_month", "barrier_mitigated"
_YES, _NO = "yes", "no"
#: The month from which something goes wrong unless another is typed.
_USUAL_MONTH: Final = 12
_APART: Final = "--"
#: A whole number of months has no finer steps; anything else has these.
_FINE: Final = 0.01

type Schema = Mapping[str, Any]
#: Where a value stands in what a scenario says: keys, and `*` for every entry of a list.
type Path = tuple[str, ...]


@cache
def fields_of(name: str) -> Mapping[str, tuple[Field, Path]]:
    """Return the fields of a thing by their names, each with where its value goes."""
    one = composables()[name]
    spec = kinds()[one.kind].spec
    schema = spec.model_json_schema()
    asked = _asked(one, schema, schema, one.said, ())
    found = {field.name: (field, path) for field, path in asked if path[0] not in spec.refused}
    if BESET in schema["properties"]:
        found |= {field.name: (field, ()) for field in _barriers(one)}
    return found


def _asked(
    one: Composable, whole: Schema, schema: Schema, said: Mapping[str, Any], at: Path
) -> Iterator[tuple[Field, Path]]:
    """Yield a field for each value of a schema that a form can ask for."""
    for key, raw in schema["properties"].items():
        inner = _plain(whole, raw)
        if inner.get("type") == "array" and "properties" in _plain(whole, inner.get("items", {})):
            entries = said.get(key) or []
            if key != BESET and entries:
                item = _plain(whole, inner["items"])
                yield from _asked(one, whole, item, entries[0], (*at, key, "*"))
            continue
        path = (*at, key)
        field = _field(one, path, inner, said.get(key, raw.get("default")))
        if field is not None:
            yield field, path


def _plain(whole: Schema, raw: Schema) -> Schema:
    """Return the schema of a value, without what only says that it may be left out."""
    for one in raw.get("anyOf", ()):
        if one.get("type") != "null":
            return _plain(whole, one)
    if "$ref" in raw:
        return dict(whole["$defs"][raw["$ref"].rpartition("/")[2]])
    return raw


def _field(one: Composable, path: Path, schema: Schema, usual: Any) -> Field | None:
    """Return the field of one value; None of what a form does not ask for, such as texts and tables."""
    asked: dict[str, Any] = {
        "name": _APART.join((one.name, *(key for key in path if key != "*"))),
        "label": path[-1].replace("_", " ").capitalize(),
        "part": one.name,
        "more": True,
    }
    if len(schema.get("enum", ())) > 1:
        words = _TWINS if path[-1] == "twin" else {}
        options = tuple(Option(v, words.get(v, v.replace("_", " "))) for v in schema["enum"])
        return Pick(offered=lambda: options, usual=usual or options[0].value, **asked)
    if schema.get("type") not in ("number", "integer"):
        return None
    low = schema.get("minimum", schema.get("exclusiveMinimum"))
    high = schema.get("maximum", schema.get("exclusiveMaximum"))
    whole = schema["type"] == "integer"
    return Number(
        bounds=(low, high),
        usual="" if usual is None else usual,
        step=1 if whole else _FINE,
        hint="empty: as it is" if usual is None else "",
        **asked,
    )


def _barriers(one: Composable) -> Iterator[Field]:
    """Yield what can be made to go wrong with a service, from when, and whether it is lessened."""
    asked: dict[str, Any] = {"part": one.name, "more": True}
    options = tuple(Option(each.name, each.says) for each in KINDS.values())
    yield Several(
        name=f"{one.name}{_APART}{BESET}",
        label="What goes wrong",
        offered=lambda: options,
        usual=(),
        least=0,
        most=len(options),
        silent=True,
        **asked,
    )
    yield Number(
        name=f"{one.name}{_APART}{_DATE}",
        label="From month",
        bounds=(0, HORIZON_MONTHS),
        usual=_USUAL_MONTH,
        hint="where it does not begin with the service",
        **asked,
    )
    yield Pick(
        name=f"{one.name}{_APART}{_MITIGATED}",
        label="What lessens it",
        offered=lambda: (Option(_NO, "is not done"), Option(_YES, "is done")),
        usual=_NO,
        **asked,
    )


def opened(one: Composable, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a scenario says of a thing, with what the form says otherwise."""
    said: dict[str, Any] = _copied(one.said)
    for name, (_, path) in fields_of(one.name).items():
        if path and name in values:
            _put(said, path, values[name])
    chosen = values.get(f"{one.name}{_APART}{BESET}", ())
    return said | (
        {BESET: [_barrier(one, said, kind, values) for kind in chosen]} if chosen else {}
    )


def _copied(said: Any) -> Any:
    if isinstance(said, Mapping):
        return {key: _copied(value) for key, value in said.items()}
    return [_copied(value) for value in said] if isinstance(said, list | tuple) else said


def _put(said: Any, path: Path, value: Any) -> None:
    """Set a value where it stands; an empty one leaves it out."""
    first, *rest = path
    if first == "*":
        for entry in said:
            _put(entry, tuple(rest), value)
    elif rest:
        _put(said[first], tuple(rest), value)
    elif value == "":
        said.pop(first, None)
    else:
        said[first] = value


def _barrier(
    one: Composable, said: Mapping[str, Any], kind: str, values: Mapping[str, Any]
) -> dict[str, Any]:
    found: dict[str, Any] = {"barrier": kind}
    if values.get(f"{one.name}{_APART}{_MITIGATED}") == _YES:
        found["mitigated"] = True
    if KINDS[kind].dated:
        found["month"] = float(values.get(f"{one.name}{_APART}{_DATE}", _USUAL_MONTH))
    return found | _post(said, kind)


def _post(said: Mapping[str, Any], kind: str) -> dict[str, str]:
    """Return the post that a partner withdraws: the first that another than the council pays, else the first."""
    from scenarios.beliefs import central_values
    from scenarios.scenario import Scenario
    from simulation.services.barriers.kinds import PARTNER
    from simulation.services.declaration import POST

    if kind != PARTNER:
        return {}
    central = central_values(Scenario("composed", "Composed", interventions=(said,)))
    lines = [
        line
        for site in kinds()[said["kind"]].sites(said, central)
        for line in site.costs
        if line.of == POST and line.posts > 0
    ]
    lines.sort(key=lambda line: line.payer == "council")
    return {"post": lines[0].post} if lines else {}
