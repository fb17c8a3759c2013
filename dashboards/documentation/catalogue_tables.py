"""The catalogue's tables: rows of text read off processes, interventions, parameters and outcomes."""

import ast
import inspect
import sys
from collections.abc import Callable, Iterable, Sequence
from itertools import chain
from typing import Any, Final

from agents.codes import STATUS_LABELS, Enrolled, Opening, Status
from agents.parameter import Parameter
from agents.synthesis.parameters import PARAMETERS as SYNTHESIS
from calibration.beliefs.evidence.figure import Figure, Source, Value
from calibration.beliefs.evidence.load import figures, sources
from calibration.beliefs.local.declared import COMPUTED
from calibration.beliefs.local.declared import PARAMETERS as LOCAL
from simulation import entering, placing, siblings
from simulation.costs import PARAMETERS as COSTS
from simulation.discover import model_rules, services
from simulation.kinds import Kind
from simulation.outcomes.measures import MEASURES
from simulation.parameters import service_parameters
from simulation.process import Process
from simulation.services.declaration import Effect

type Row = tuple[str, ...]

KIND_LABELS: Final = {
    Kind.YOUNG_PERSON: "Young people",
    Kind.FAMILY: "Families",
    Kind.CARER: "Carers and homes",
    Kind.SERVICE: "Sites of services",
    Kind.MARKET: "Markets",
    Kind.ENROLMENT: "Enrolments with services",
}
_OPENINGS: Final = {
    Opening.FUTURE: "planned",
    Opening.OPEN: "open",
    Opening.CLOSED: "closed",
    Opening.PROSPECT: "may join",
}
_ENROLLED: Final = {
    Enrolled.NONE: "may come",
    Enrolled.WAITING: "waiting",
    Enrolled.SUPPORTED: "supported",
    Enrolled.AFTER: "supported before",
}
_DIGITS_UPWARDS: Final = 1000


def table(head: Row, rows: Iterable[Row]) -> str:
    """Return a Markdown table."""
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join("| " + " | ".join(map(_cell, line)) + " |" for line in lines)


def process_rows(kind: Kind) -> list[Row]:
    """Return a row for each process of one kind: who, what, when, change, outcomes, parameters."""
    return [
        (
            _link(one.name, one),
            _who(one),
            _subject(one),
            _when(one),
            _first_line(one.happen),
            ", ".join(one.outcomes.names()) if len(one.outcomes) > 1 else "",
            _codes(_parameters_read(one)),
        )
        for one in model_rules().every
        if one.kind == kind
    ]


def intervention_rows() -> list[Row]:
    """Return a row for each service, practice and condition."""
    return [
        (_link(one.name, one), one.sort.value, _subject(one), _first_line(one.sites))
        for one in services()
    ]


def effect_rows() -> list[Row]:
    """Return a row for each effect of each intervention: on what, by which figure, by which mechanism."""
    return [
        (
            f"`{service.name}`",
            f"`{effect.lever}`",
            _action(effect),
            effect.mechanism,
        )
        for service in services()
        for effect in service.effects
    ]


def running_rows() -> list[Row]:
    """Return a row for each council in which a service runs already."""
    return [
        (
            f"`{service.name}`",
            one.council,
            one.called,
            one.since,
            f"[{sources()[one.source].author}]({sources()[one.source].url}), {one.locator}",
            one.note,
        )
        for service in services()
        for one in service.already_run()
    ]


def outcome_rows() -> list[Row]:
    """Return a row for each reported measure."""
    wish = {-1: "less", 0: "", 1: "more"}
    return [(f"`{m.name}`", m.label, m.unit, m.kind, wish[m.better], m.about) for m in MEASURES]


def groups() -> dict[str, tuple[Parameter, ...]]:
    """Return every parameter once, under what declares it."""
    found = {
        "Processes": tuple(chain.from_iterable(p.parameters for p in model_rules().processes)),
        "Placing, starting and leaving care": (*placing.PARAMETERS, *entering.PARAMETERS),
        "Brothers and sisters": siblings.PARAMETERS,
        "Services, practices and conditions": service_parameters(),
        "Councils' own levels": LOCAL,
        "The population at the start": SYNTHESIS,
        "Money": COSTS,
    }
    seen: set[str] = set()
    once = {}
    for title, group in found.items():
        fresh = {p.name: p for p in group if p.name not in seen}
        seen |= fresh.keys()
        once[title] = tuple(sorted(fresh.values(), key=lambda p: p.name))
    return once


def parameter_row(one: Parameter) -> Row:
    """Return what is declared of a parameter and what the register says of it."""
    declared = (
        f"`{one.name}`",
        one.unit,
        f"{_number(one.low)} to {_number(one.high)}",
        one.meaning,
    )
    if one.name in COMPUTED:
        return (*declared, "each council's own", "", "worked out", "published counts", "")
    figure = figures()[one.name]
    source = f"`{figure.source}`" if figure.source else "judgement"
    return (*declared, _central(figure), _range(figure), figure.kind, source, figure.grade)


def register_figures() -> list[Figure]:
    """Return the figures behind the parameters, in the order of the tables."""
    names = (p.name for group in groups().values() for p in group)
    return [figures()[name] for name in names if name not in COMPUTED]


def source_rows() -> list[Row]:
    """Return a row for each work that a parameter's figure comes from."""
    used = {one.source for one in register_figures()} - {""}
    return [(f"`{key}`", *_cited(sources()[key])) for key in sorted(used)]


def _cited(source: Source) -> Row:
    return source.author, source.year, f"[{source.title}]({source.url})"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _codes(names: Sequence[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _link(name: str, owner: type) -> str:
    return f"[`{name}`](../{owner.__module__.replace('.', '/')}.py)"


def _first_line(described: Any) -> str:
    """Return the first line of a docstring."""
    return (inspect.getdoc(described) or "").partition("\n")[0]


def _subject(owner: type) -> str:
    """Return what the file of a process or an intervention is about."""
    return _first_line(sys.modules[owner.__module__])


def _who(one: type[Process]) -> str:
    if not one.statuses:
        return "all"
    if one.kind == Kind.ENROLMENT:
        return "; ".join(_ENROLLED[Enrolled(s)] for s in one.statuses)
    if one.kind == Kind.YOUNG_PERSON:
        return "; ".join(STATUS_LABELS[Status(s)] for s in one.statuses)
    return "; ".join(_OPENINGS[Opening(s)] for s in one.statuses)


def _when(one: type[Process]) -> str:
    rules: tuple[tuple[Callable[..., Any] | None, str], ...] = (
        (one.hazard, "By chance: "),
        (one.due, "At a set time: "),
    )
    told = [word + _spoken(_first_line(rule)) for rule, word in rules if rule is not None]
    return " ".join(told)


def _spoken(line: str) -> str:
    """Return a rule's docstring as the rest of a sentence."""
    plain = line.removeprefix("Return ")
    return plain[:1].lower() + plain[1:]


def _parameters_read(one: type[Process]) -> list[str]:
    """Return the parameters that a process's file reads, in alphabetical order."""
    tree = ast.parse(inspect.getsource(sys.modules[one.__module__]))
    return sorted(
        {
            node.attr
            for node in ast.walk(tree)
            if isinstance(node, ast.Attribute)
            and isinstance(node.value, ast.Name)
            and node.value.id == "p"
        }
    )


def _action(effect: Effect) -> str:
    if effect.option:
        return f"log odds of `{effect.option}` raised by `{effect.size}` times the dose"
    return f"hazard multiplied by `{effect.size}` to the power of the dose"


def _number(value: float) -> str:
    if value == int(value):
        return f"{int(value):,}"
    return f"{value:,.2f}" if abs(value) >= _DIGITS_UPWARDS else f"{value:g}"


def _shown(value: Value) -> str:
    if isinstance(value, tuple):
        return ", ".join(_shown(part) for part in value)
    return _number(value)


def _central(figure: Figure) -> str:
    value = figure.value
    if not isinstance(value, tuple):
        return _number(value)
    if isinstance(value[0], tuple):
        where = f"../calibration/beliefs/evidence/figures/{figure.topic}.toml"
        return f"[table]({where})"
    return _shown(value)


def _range(figure: Figure) -> str:
    """Return the interval in words, and whether runs draw from it."""
    if figure.low is None or figure.high is None:
        return ""
    times = "times " if figure.relative else ""
    drawn = f"drawn: {figure.distribution}" if figure.is_drawn else "not drawn"
    ends = f"{times}{_ends(figure.low)} to {_ends(figure.high)}"
    return f"{ends} ({figure.interval_meaning}; {drawn})"


def _ends(value: Value) -> str:
    return f"({_shown(value)})" if isinstance(value, tuple) else _number(value)
