"""Every kind of service, practice and condition: what it is, and how well what it does is known."""

from dataclasses import dataclass

from agents.words import capital
from calibration.beliefs.evidence.load import figures, sources
from scenarios.cite import effect_figures
from scenarios.intervention_schema import kinds
from simulation.kinds import Kind
from simulation.process import Process
from simulation.services.declaration import Service


@dataclass(frozen=True)
class Entry:
    """Hold one kind.

    Attributes
    ----------
    name, sort, about
        Its word in scenarios, which of the three it is, and one sentence.
    keys
        What a scenario may say of it.
    grades, sources
        Grades of its effects, best first (`assumed` where nothing grades one), and titles of the
        works they are from; empty where the effects come with a file or there are none.
    """

    name: str
    sort: str
    about: str
    keys: tuple[str, ...]
    grades: tuple[str, ...]
    sources: tuple[str, ...]


def entries() -> tuple[Entry, ...]:
    """Return every kind, services first."""
    order = {"service": 0, "practice": 1, "condition": 2}
    found = [_entry(service) for service in kinds().values()]
    return tuple(sorted(found, key=lambda one: (order[one.sort], one.name)))


def levers() -> tuple[tuple[str, str, str], ...]:
    """Return what effects can act on: name, whom it happens to, and what it is."""
    from simulation.discover import model_rules

    rules = model_rules()
    known = {process.name: process for process in rules.every}
    processes = tuple(
        (name, _whom(known[name]), f"{_sentence(rules.words[name])} Takes a ratio.")
        for name in rules.levers
    )
    choices = tuple(
        (one, "young people", f"{_sentence(rules.words[one])} Takes log_odds.")
        for one in rules.options
    )
    return (*processes, *choices)


def _whom(process: type[Process]) -> str:
    return {Kind.FAMILY: "families", Kind.CARER: "carers"}.get(process.kind, "young people")


def _sentence(words: str) -> str:
    return f"{capital(words)}."


def _entry(service: type[Service]) -> Entry:
    sizes = [figures()[name] for name in effect_figures(service)]
    grades = sorted({one.grade or one.kind for one in sizes})
    works = sorted({one.source for one in sizes if one.source})
    about = (service.__doc__ or "").split("\n")[0]
    return Entry(
        service.name,
        service.sort.value,
        about,
        tuple(key for key in service.spec.sayable() if key != "kind"),
        tuple(grades),
        tuple(sources()[work].title if work in sources() else work for work in works),
    )
