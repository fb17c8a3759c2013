"""Nothing outside a service's own folder knows it by name, by figure, by column or by process."""

import inspect
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from simulation.discover import processes, services
from simulation.parameters import declared
from simulation.process import Process
from simulation.services.declaration import Service

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("agents", "simulation", "calibration", "scenarios", "dashboards")
SUFFIXES = {".py", ".js", ".html", ".j2", ".vue"}
#: Others' programs, kept as they are.
VENDORED = ROOT / "dashboards" / "assets"
#: So many figures of a service that begin alike say what it calls itself.
ALIKE = 3

#: Files that may name a service, and why; one that names none any more has no place here.
MAY_NAME = {
    "scenarios/usual.py": "The one comparison that is made when nobody says which.",
    "calibration/beliefs/effects/load.py": "Studies of effects: their figures are held by name.",
    "calibration/beliefs/effects/outcomes.py": "Studies of effects: which figure each informs.",
    "calibration/beliefs/effects/write.py": "Studies of effects: writes the register's figures.",
    "calibration/beliefs/evidence/claims.py": "Published headlines: which figure each speaks of.",
    "simulation/store/migrations/versions/v0001_first_release.py": "What columns once were called.",
    "simulation/store/migrations/versions/v0004_services.py": "What columns once were called.",
}


@cache
def files() -> tuple[Path, ...]:
    """Every file of the product that is a program or a page."""
    found = (path for package in PACKAGES for path in (ROOT / package).rglob("*"))
    return tuple(
        path
        for path in sorted(found)
        if path.suffix in SUFFIXES and not path.is_relative_to(VENDORED)
    )


def folder_of(service: type[Service]) -> Path:
    """The folder a service is declared in."""
    return Path(inspect.getfile(service)).parent


def named(path: Path) -> str:
    """Path as people say it, the same on every system."""
    return path.relative_to(ROOT).as_posix()


def own_figures(service: type[Service]) -> set[str]:
    """Names of the figures a service alone declares."""
    others = {one.name for other in services() if other is not service for one in other.parameters}
    model = {one.name for process in processes() for one in process.parameters}
    return {one.name for one in (*service.parameters, *service.derived)} - others - model


def stems(service: type[Service]) -> set[str]:
    """First words that several of a service's figures share and no other figure has."""
    own = own_figures(service)
    counts = Counter(name.partition("_")[0] for name in own)
    others = {one.name.partition("_")[0] for one in declared() if one.name not in own}
    return {word for word, many in counts.items() if many >= ALIKE} - others


def outcomes(service: type[Service]) -> set[str]:
    """Outcomes of a service's processes that no process of the model has."""

    def of(some: tuple[type[Process], ...]) -> set[str]:
        return {outcome for process in some for outcome in process.outcomes}

    return of(service.processes) - of(processes()) - set(Process.outcomes)


def words(service: type[Service]) -> set[str]:
    """Whole words to look for, as its declaration has it: renaming a thing renames what is looked for."""
    found = own_figures(service) | {column for column, _ in service.columns}
    found |= {process.name for process in service.processes}
    # The name of a class of one word is a common word; whoever imports it names its folder.
    return found | ({service.__name__} if len(re.findall("[A-Z]", service.__name__)) > 1 else set())


def patterns(service: type[Service]) -> Iterator[str]:
    """What else to look for: what is no whole word, or a common one."""
    yield from (
        rf"(?i:(?<![a-z]){re.escape(word)}(s|_\w+)?(?![a-z]))" for word in sorted(stems(service))
    )
    yield from (rf"[\"']{re.escape(word)}[\"']" for word in sorted(outcomes(service)))
    yield rf"interventions[./]{re.escape(folder_of(service).name)}\b"
    if "_" in service.name:
        yield f"(?i:{service.name.replace('_', '[ _-]?')})"
    else:
        # A common word: it names the service where it is told from other kinds.
        yield rf"\b(kinds?\b.{{0,24}}|name = )[\"']{re.escape(service.name)}[\"']"


@cache
def text_of(path: Path) -> str:
    """What stands in a file."""
    return path.read_text(encoding="utf-8")


@cache
def words_of(path: Path) -> frozenset[str]:
    """Every whole word of a file."""
    return frozenset(re.findall(r"\w+", text_of(path)))


@cache
def naming(service: type[Service]) -> dict[str, set[str]]:
    """The files outside its folder that name a service, each with some of what it says."""
    whole, parts = words(service), re.compile("|".join(patterns(service)))
    said = {}
    for path in files():
        if not path.is_relative_to(folder_of(service)):
            found = parts.search(text_of(path))
            said[named(path)] = (whole & words_of(path)) | ({found[0]} if found else set())
    return {name: found for name, found in said.items() if found}


@pytest.mark.parametrize("service", services(), ids=lambda one: one.name)
def test_no_other_file_names_a_service(service: type[Service]) -> None:
    """Its name, figures, columns, processes and outcomes stand in its own folder alone."""
    assert {k: v for k, v in naming(service).items() if k not in MAY_NAME} == {}


def test_every_exception_is_still_one() -> None:
    """Each file that may name a service does name one, and there is a file of that name."""
    found = {name for service in services() for name in naming(service)}
    assert MAY_NAME.keys() - found == set()


def test_what_is_looked_for_is_found_where_it_is_declared() -> None:
    """The search sees a service in its own folder, by every kind of word it looks for."""
    for service in services():
        text = "\n".join(
            path.read_text(encoding="utf-8") for path in folder_of(service).glob("*.py")
        )
        text += f" interventions/{folder_of(service).name}"
        lost = [one for one in patterns(service) if not re.search(one, text)]
        lost += words(service) - set(re.findall(r"\w+", text))
        assert lost == []
