"""A programme, practice, condition or scenario of one's own by file: checked as `doorways validate` does, and held."""

import hashlib
import os
import tempfile
import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from dashboards.pages.fields import Given, basics
from scenarios.scenario import Scenario, from_toml
from scenarios.validate import faults_of
from simulation.errors import DoorwaysError
from simulation.files.plain_text import brief
from simulation.files.toml_file import parse_toml
from simulation.files.writing import write_text
from simulation.names import slug

#: Files that are held; the oldest go first.
KEPT: Final = 64
#: Letters that a file may have.
LONGEST: Final = 200_000
_FAULTS: Final = 12
_held: OrderedDict[str, str] = OrderedDict()
_lock = threading.Lock()


def hold(name: str, text: str) -> str:
    """Hold a file and return what it is called from now on: its name and the digest of what it says."""
    digest = hashlib.sha256(text.encode("utf-8")).hexdigest()[:10]
    called = f"{slug(Path(name).stem)[:40] or 'file'}.{digest}"
    with _lock:
        _held[called] = text
        _held.move_to_end(called)
        while len(_held) > KEPT:
            _held.popitem(last=False)
    return called


def held(called: str) -> str | None:
    """Return a file's text, None where it is not held any more."""
    with _lock:
        return _held.get(called)


def faults(text: str) -> list[str]:
    """Return what is wrong with a file, each fault with its line; nothing tells where it was held to find out."""
    try:
        parse_toml(text, "file", "")
        with tempfile.TemporaryDirectory(prefix="doorways-") as folder:
            path = Path(folder) / "file.toml"
            write_text(path, text)
            told = [f"Line {one.line}: {one.error}" for one in faults_of(path)]
            found = [one.replace(f"{folder}{os.sep}", "") for one in told]
    except DoorwaysError as fault:
        return [f"{fault.rule} {fault.next_step}"]
    more = len(found) - _FAULTS
    return found[:_FAULTS] + ([f"And {more} more."] if more > 0 else [])


def opened(called: str) -> Scenario:
    """Return what a file opens, as a scenario of its own.

    Raises
    ------
    DoorwaysError
        When it is at fault, or not held any more.
    """
    text = held(called)
    name = _name(called)
    if text is None:
        rule = "It went when the program was started again, or others took its place."
        raise DoorwaysError("file", name, rule, "Choose the file again.")
    if wrong := faults(text):
        rule = f"It cannot be opened. {wrong[0]}"
        raise DoorwaysError("file", name, rule, "Mend it and choose it again.")
    said = parse_toml(text, "file", called)
    if "type" not in said:
        return from_toml(text, called)
    interventions = ({"kind": said["type"], said["type"]: said},)
    whole = Scenario("own", str(said["title"]), interventions=interventions)
    return from_toml(whole.to_toml(), called)


def _name(called: str) -> str:
    """Return what people call a file that is held."""
    return f"{called.rpartition('.')[0]}.toml"


@dataclass(frozen=True, kw_only=True)
class OwnFile(Given):
    """Choose a file of one's own, or none."""

    def settle(self, wanted: object, notes: list[str]) -> str:
        """Hold a file that is brought, or find one that is held; a note for each fault but the first, which Run tells."""
        if isinstance(wanted, Mapping):
            return self._taken(wanted.get("name"), wanted.get("text"), notes)
        if not isinstance(wanted, str) or not wanted:
            return ""
        if held(wanted) is None:
            notes.append(f"The file {brief(wanted)} is not here any more: choose it again.")
            return ""
        return wanted

    def _taken(self, name: object, text: object, notes: list[str]) -> str:
        if not isinstance(name, str) or not isinstance(text, str) or len(text) > LONGEST:
            notes.append(self._too_long())
            return ""
        notes += [f"{brief(name)}: {one}" for one in faults(text)[1:]]
        return hold(name, text)

    def told(self, name: object, text: object) -> str:
        """Say in a sentence what is wrong with a file that was chosen a moment ago; empty where nothing is."""
        if not isinstance(name, str) or not isinstance(text, str) or len(text) > LONGEST:
            return self._too_long()
        wrong = faults(text)
        return f"{brief(name)} cannot be opened. {wrong[0]}" if wrong else ""

    def _too_long(self) -> str:
        return f"“{self.label}” takes a text file of at most {LONGEST:,} letters."

    def shown(self) -> dict[str, Any]:
        """Return what the form needs to show it."""
        return basics(self, "file") | {"wide": True, "longest": LONGEST}

    def said(self, value: str) -> str:
        """Return it in words."""
        return _name(value) if value else ""

    def words(self, value: str) -> list[str]:
        """Return it as on the command line: it is part of the scenario that is handed out."""
        return []
