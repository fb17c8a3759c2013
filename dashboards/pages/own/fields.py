"""What the page of own data asks for besides: the files of a return, and what the profile is called."""

from dataclasses import dataclass
from typing import Any

from calibration.beliefs.own.kept import checked_name
from dashboards.pages.fields import Given, basics
from dashboards.pages.own.brought import MOST_BYTES, SUFFIXES, brought
from simulation.errors import DoorwaysError
from simulation.numbers import counted


@dataclass(frozen=True, kw_only=True)
class Files(Given):
    """Bring the files of a return: its key, under which they are held."""

    def settle(self, wanted: object, notes: list[str]) -> str:
        """Return the key of a return that is here."""
        if not isinstance(wanted, str) or not wanted:
            return ""
        if not brought.names(wanted):
            notes.append(f"“{self.label}”: the files are not here any more, so choose them again.")
            return ""
        return wanted

    def shown(self) -> dict[str, Any]:
        """Return what the form needs to show it."""
        about = {"wide": True, "accept": ",".join(sorted(SUFFIXES)), "longest": MOST_BYTES}
        return basics(self, "files") | about

    def said(self, value: str) -> str:
        """Return it in words."""
        many = len(brought.names(value))
        return counted(many, "file") if many else ""

    def words(self, value: str) -> list[str]:
        """Return it as on the command line."""
        return ["FOLDER_OR_ZIP"]


@dataclass(frozen=True, kw_only=True)
class ProfileName(Given):
    """Ask what a private profile is to be called; without a name none is made."""

    def settle(self, wanted: object, notes: list[str]) -> str:
        """Return the name, or none with a note where it is no such name."""
        if not isinstance(wanted, str) or not wanted.strip():
            return ""
        try:
            return checked_name(wanted[:40])
        except DoorwaysError as fault:
            notes.append(f"“{self.label}”: {fault.rule}")
            return ""

    def shown(self) -> dict[str, Any]:
        """Return what the form needs to show it."""
        return basics(self, "text") | {"wide": False}

    def said(self, value: str) -> str:
        """Return it in words."""
        return f"as private:{value}" if value else "checked alone"

    def words(self, value: str) -> list[str]:
        """Return it as on the command line."""
        return ["--name", value] if value else []
