"""Every figure and work a scenario rests on, as text, BibTeX and CSV."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from calibration.beliefs.evidence.figure import Figure
from calibration.beliefs.evidence.load import figures, sources
from calibration.beliefs.parameters import national
from scenarios.beliefs import brought, own_beliefs
from scenarios.believed import taken
from scenarios.intervention_schema import kinds
from scenarios.scenario import Scenario
from simulation.files.csv_text import csv_text
from simulation.services.declaration import Service
from simulation.services.opened_sites import SOMETIMES, read_by
from simulation.version import PRODUCT_VERSION, RESULTS_VERSION

#: A range of rows, S01-S09. Row numbers of a table are equally long; E1-0012 is a single row.
_ROW = re.compile(r"([A-Z]+)(\d+)-(?:[A-Z]+)?(\d+)")

#: Letters that LaTeX acts on and a backslash in front does not free.
_LATEX = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
#: Columns of a figure's line: numbers or tables of them, words, and what follows from it.
_VALUES = ("value", "low", "high")
_TEXTS = (
    *("id", "says", "unit", "interval_meaning", "distribution"),
    *("kind", "grade", "period", "place", "source", "locator"),
)
_COLUMNS = (
    *("id", "says", "value", "unit", "low", "high", "interval_meaning", "distribution"),
    *("kind", "grade", "period", "place", "source", "locator", "url", "set_by_scenario"),
)


@dataclass(frozen=True)
class Citation:
    """Name one work and what of it is used.

    Attributes
    ----------
    key
        Key of the work in the bibliography; the address itself for works outside it.
    title, author, year, url, licence
        As a bibliography gives them.
    figures
        Ids of the figures taken from it.
    locators
        Rows or tables of it those figures stand in, and rows the scenario itself names.
    """

    key: str
    title: str
    author: str
    year: str
    url: str
    licence: str
    figures: tuple[str, ...]
    locators: tuple[str, ...]


def cited_figures(scenario: Scenario) -> tuple[Figure, ...]:
    """Return every figure a run of a scenario reads, by id; a service's only when it has one."""
    known = figures()
    names = {parameter.name for parameter in national()} | own_beliefs(scenario).keys()
    opened = {one["kind"] for one in scenario.interventions}
    unused = (service for name, service in kinds().items() if name not in opened)
    names -= {figure.name for service in unused for figure in service.parameters}
    # What files take from the register is as much a part of it as what a folder declares.
    names |= lent_figures(scenario)
    read = {figure.name for one in scenario.interventions for figure in read_by(one)}
    names -= {figure.name for figure in SOMETIMES} - read - scenario.parameters.keys()
    if taken(scenario):
        names |= {name for name, one in known.items() if one.topic == "claims"}
    return tuple(known[name] for name in sorted(names))


def lent_figures(scenario: Scenario) -> set[str]:
    """Name the figures of the register that the files a scenario opens take their sizes from."""
    return {own.figure for own in brought(scenario).values() if own.figure}


def effect_figures(service: type[Service]) -> tuple[str, ...]:
    """Name the figures of the register that say how large a service's effects are."""
    sizes = dict.fromkeys(effect.size for effect in service.effects)
    known = {figure.name for figure in service.parameters}
    return tuple(name for name in sizes if name in known)


def cite(scenario: Scenario) -> tuple[Citation, ...]:
    """Return the works behind a scenario, most used first; what it sets itself has none."""
    used: dict[str, list[Figure]] = {}
    own = own_beliefs(scenario)
    for one in cited_figures(scenario):
        if one.source and one.id not in own:
            used.setdefault(one.source, []).append(one)
    named: dict[str, list[str]] = {}
    for name in scenario.sources:
        for key, row in _resolved(name):
            named.setdefault(key, []).append(row)
    keys = sorted({*used, *named}, key=lambda key: (-len(used.get(key, ())), key))
    return tuple(_citation(key, used.get(key, []), named.get(key, [])) for key in keys)


def opening(scenario: Scenario) -> str:
    """Return the sentence that names the program itself, and what the works below are of."""
    return (
        f"{scenario.title}, simulated with Doorways {PRODUCT_VERSION} "
        f"(results version {RESULTS_VERSION}), rests on these works."
    )


def as_text(citations: Iterable[Citation]) -> str:
    """Write a bibliography people read, one paragraph a work."""
    return "\n\n".join(_paragraph(one) for one in citations) + "\n"


def as_bibtex(citations: Iterable[Citation]) -> str:
    """Write a bibliography for LaTeX and reference managers."""
    return "\n\n".join(_bibtex(one) for one in citations) + "\n"


def as_csv(scenario: Scenario) -> str:
    """Write one row for each figure: id, sentence, value, unit, range, kind, grade and source."""
    works, own = sources(), own_beliefs(scenario)
    rows = []
    for registered in cited_figures(scenario):
        override = own.get(registered.id)
        one = override.applied(registered) if override else registered
        url = works[one.source].url if one.source in works else ""
        rows.append(
            {name: getattr(one, name) for name in _TEXTS}
            | {name: _plain(getattr(one, name)) for name in _VALUES}
            | {"url": url, "set_by_scenario": "yes" if override else "no"}
        )
    return csv_text(rows, _COLUMNS)


def _resolved(name: str) -> list[tuple[str, str]]:
    """Return the works a scenario's source names, each with the row of it (or "")."""
    if name in sources():
        return [(name, "")]
    if name in figures():
        return [(figures()[name].source, figures()[name].locator)]
    return [(key, name) for key in sorted(_works_by_row().get(name, ()))] or [(name, "")]


@cache
def _works_by_row() -> Mapping[str, set[str]]:
    """Return the works that figures took each row of the evidence tables from."""
    found: dict[str, set[str]] = {}
    for one in figures().values():
        if one.source:
            for row in _rows(one.locator):
                found.setdefault(row, set()).add(one.source)
    return found


def _rows(locator: str) -> set[str]:
    """Return the rows a locator names; a range such as D21-D23 names those inside it."""
    rows: set[str] = set()
    for part in re.split(r"[,;]\s*", locator):
        # The rest is words and page numbers, which no source of a scenario means.
        if any(map(str.isalpha, part)) and any(map(str.isdigit, part)):
            rows.add(part)
        match = _ROW.fullmatch(part)
        if match and len(match[2]) == len(match[3]):
            numbers = range(int(match[2]), int(match[3]) + 1)
            rows |= {f"{match[1]}{n:0{len(match[2])}d}" for n in numbers}
    return rows


def _citation(key: str, used: list[Figure], named: list[str]) -> Citation:
    locators = tuple(dict.fromkeys(x for x in (*(one.locator for one in used), *named) if x))
    ids = tuple(one.id for one in used)
    work = sources().get(key)
    if work is None:
        url = key if key.startswith(("http://", "https://")) else ""
        return Citation(key, key, "", "", url, "", ids, locators)
    return Citation(key, work.title, work.author, work.year, work.url, work.licence, ids, locators)


def _paragraph(one: Citation) -> str:
    head = f"{one.author} ({one.year}). {one.title}." if one.author else f"{one.title}"
    lines = [head] + ([one.url] if one.url and one.url != one.title else [])
    if one.figures:
        lines.append(f"Figures: {', '.join(one.figures)}")
    elif one.locators:
        lines.append(f"Rows: {', '.join(one.locators)}")
    return "\n  ".join(lines)


def _bibtex(one: Citation) -> str:
    fields = {
        "title": f"{{{_escaped(one.title)}}}",
        "author": f"{{{_escaped(one.author)}}}" if one.author else "",
        "year": one.year,
        # An address has no braces of its own; bare ones would end the field.
        "url": one.url.replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C"),
        "note": _escaped(f"Figures: {', '.join(one.figures)}") if one.figures else "",
    }
    key = re.sub(r"[^A-Za-z0-9_]+", "_", one.key).strip("_")
    body = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items() if value)
    return f"@misc{{{key},\n{body}\n}}"


def _escaped(text: str) -> str:
    return re.sub(r"[&%$#_{}\\~^]", lambda found: _LATEX.get(found[0], f"\\{found[0]}"), text)


def _plain(value: object) -> str:
    if value is None:
        return ""
    return " ".join(_plain(part) for part in value) if isinstance(value, tuple) else str(value)
