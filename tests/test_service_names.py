"""What is a service's own stands in its folder: nothing else names its figures, columns or processes."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from simulation.discover import services
from simulation.services.declaration import Service

ROOT = Path(__file__).resolve().parents[1]
#: Evidence and what is fitted to it know figures by name; a service's own tests know what is its own.
FOLDERS = (
    "agents",
    "simulation",
    "scenarios",
    "dashboards",
    "tests/agents",
    "tests/laws",
    "tests/simulation",
)


def own_words(service: type[Service]) -> set[str]:
    """Return the names that only this service gives: of figures, columns and processes, and its own.

    Another's word for one of its own kind (`programme`, `price`) is English too, and left out.
    """
    words = {one.name for one in (*service.parameters, *service.derived)}
    words |= {name for name, _ in service.columns} | {one.name for one in service.processes}
    return words | {service.name} if words else set()


def elsewhere(service: type[Service]) -> Iterator[tuple[Path, str]]:
    """Return each file that is not the service's, with its text."""
    home = Path(sys.modules[service.__module__].__file__ or "").parent
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if home not in path.parents and path.name != f"test_{service.name}.py":
                yield path, path.read_text(encoding="utf-8")


def named(words: set[str], text: str) -> list[str]:
    """Return which of these words a text holds."""
    return re.findall(rf"\b({'|'.join(sorted(words))})\b", text) if words else []


@pytest.mark.parametrize("service", services(), ids=lambda service: service.name)
def test_nothing_outside_its_folder_names_what_is_a_services_own(service: type[Service]) -> None:
    """A service can be taken out or renamed with its folder: no other file would notice."""
    words = own_words(service)
    found = {str(path): said for path, text in elsewhere(service) if (said := named(words, text))}
    assert found == {}


def test_the_search_sees_names() -> None:
    """Some service has names of its own, and a text that holds one, as a whole word, is found."""
    words = set().union(*(own_words(service) for service in services()))
    assert len(words) > 10
    word = sorted(words)[0]
    assert named(words, f'values["{word}"]') == [word]
    assert named(words, f"{word}_and_more") == []
