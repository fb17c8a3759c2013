"""What the page of own data asks for besides: the files of a return, and what the profile is called."""

from dataclasses import dataclass
from typing import Any

from calibration.beliefs.own.kept import checked_name
from dashboards.pages.own.brought import MOST_BYTES, SUFFIXES, brought
from simulation.errors import DoorwaysError


@dataclass(frozen=True, kw_only=True)
class Files:
    """Bring the files of a return: its key, under which they are held."""

    name: str
    label: str
    hint: str = ""
    usual: str = ""
    more: bool = False
    part: str = ""

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
        names = ("name", "label", "hint", "usual", "more", "part")
        about = {one: getattr(self, one) for one in names}
        accept = ",".join(sorted(SUFFIXES))
        return about | {"kind": "files", "wide": True, "accept": accept, "longest": MOST_BYTES}

    def said(self, value: str) -> str:
        """Return it in words."""
        many = len(brought.names(value))
        return f"{many} {'file' if many == 1 else 'files'}" if many else ""

    def words(self, value: str) -> list[str]:
        """Return it as on the command line."""
        return ["FOLDER_OR_ZIP"]


@dataclass(frozen=True, kw_only=True)
class ProfileName:
    """Ask what a private profile is to be called; without a name none is made."""

    name: str
    label: str
    hint: str = ""
    usual: str = ""
    more: bool = False
    part: str = ""

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
        names = ("name", "label", "hint", "usual", "more", "part")
        return {one: getattr(self, one) for one in names} | {"kind": "text", "wide": False}

    def said(self, value: str) -> str:
        """Return it in words."""
        return f"as private:{value}" if value else "checked alone"

    def words(self, value: str) -> list[str]:
        """Return it as on the command line."""
        return ["--name", value] if value else []
