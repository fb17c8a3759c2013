"""How a stored comparison is made again: its form's address, its command, and the files that the command needs."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from calibration.joint.result import Calibration
from calibration.joint.store import find
from calibration.joint.store import usual as usual_calibration
from dashboards.pages import fields
from dashboards.pages.choice import settle
from dashboards.pages.options import options
from dashboards.pages.turning import NAME, Turned, is_made_of
from scenarios import usual
from scenarios.request import CompareRequest
from scenarios.scenario import from_toml, load_scenario
from simulation.errors import DoorwaysError
from simulation.files.toml_file import parse_toml
from simulation.store.store import Store

#: What decides a comparison's futures besides who and what.
NUMBERS: Final = ("years", "replicates", "seed", "step_days", "central")
#: What a stored comparison has to say for it to be made again.
NEEDED: Final = {"authority", "base_year", "baseline", "scenario", "calibration", *NUMBERS}


@dataclass(frozen=True)
class Arm:
    """Hold a scenario of a stored comparison.

    Attributes
    ----------
    name
        Of what ships, where it ships or something of it is turned; else of itself.
    stored
        What it was stored as.
    turned
        What is turned in it, as texts such as ``later=6``.
    text
        Of its file, where it is no scenario that ships.
    """

    name: str
    stored: str
    turned: tuple[str, ...] = ()
    text: str = ""

    @property
    def file(self) -> str:
        """Return the name of its file."""
        return f"{self.name}.toml" if self.text else ""


@dataclass(frozen=True)
class Again:
    """Hold what a stored comparison says."""

    said: Mapping[str, Any]

    @cached_property
    def scenario(self) -> Arm:
        """Return its scenario."""
        name, texts = self.said.get("turned_of") or ("", ())
        text = self.said["scenario"]
        if name and is_made_of(text, self.said["authority"], name, texts):
            return Arm(name, _name(text), tuple(texts))
        return _arm(text)

    @cached_property
    def baseline(self) -> Arm:
        """Return what it is held against; nothing of it can be turned."""
        return _arm(self.said["baseline"])

    def called(self, name: str) -> str:
        """Return the name of it with what is turned in words."""
        one = self.scenario
        words = f"{one.name} ({Turned().said(one.turned)})"
        return name.replace(one.stored, words, 1) if one.turned else name

    def files(self) -> tuple[tuple[str, str], ...]:
        """Return the files that the command needs, by name."""
        return tuple((one.file, one.text) for one in (self.scenario, self.baseline) if one.text)

    def link(self) -> str:
        """Return the form's address, where every part of the comparison is one of the form's."""
        plain, said = _plain(), self.said
        same = (key for key in ("seed", "step_days", "central", "calibration"))
        if (
            self.files()
            or self.baseline.name != usual.BASELINE
            or any(said[key] != plain[key] for key in same)
        ):
            return ""
        asked = {"council": said["authority"], "scenario": self.scenario.name}
        asked |= {"years": said["years"], "runs": said["replicates"], NAME: self.scenario.turned}
        chosen, notes = settle(asked, options())
        return "" if notes else chosen.link()

    def command(self) -> str:
        """Return the command that makes it again; of a scenario of one's own it names the file."""
        plain, said = _plain(), self.said
        scenario, baseline = (one.file or one.name for one in (self.scenario, self.baseline))
        words = ["doorways", "compare", "--authority", said["authority"], "--scenario", scenario]
        words += Turned().words(self.scenario.turned)
        words += ["--baseline", baseline] if baseline != usual.BASELINE else []
        words += ["--years", f"{said['years']}", "--replicates", f"{said['replicates']}"]
        for key in ("seed", "step_days"):
            if said[key] != plain[key]:
                words += [f"--{key.replace('_', '-')}", str(said[key]).removesuffix(".0")]
        words += ["--central"] if said["central"] else []
        if said["calibration"] != plain["calibration"]:
            words += ["--calibration", said["calibration"] or "none"]
        return " ".join(map(fields.in_shell, words))

    def request(self, store: Store) -> CompareRequest:
        """Return it as what is asked for.

        Raises
        ------
        DoorwaysError
            When something of it is not to be had any more.
        """
        said = self.said
        return CompareRequest(
            said["authority"],
            from_toml(said["baseline"]),
            from_toml(said["scenario"]),
            base_year=said["base_year"],
            calibration=_calibration(said["calibration"], store),
            **{key: said[key] for key in NUMBERS},
        )


def _plain() -> dict[str, Any]:
    """Return what a command says by itself."""
    found = usual_calibration()
    return CompareRequest().numbers() | {"calibration": found.key if found else None}


def _calibration(key: str | None, store: Store) -> Calibration | None:
    found = usual_calibration()
    return found if found and found.key == key else find(key, store) if key else None


def _arm(text: str) -> Arm:
    """Return the scenario of a text: one that ships, or one of somebody's own."""
    name = _name(text)
    try:
        if load_scenario(name).to_toml() == text:
            return Arm(name, name)
    except DoorwaysError:
        pass  # None ships under this name.
    return Arm(name, name, text=text)


def _name(text: str) -> str:
    """Return the name that a scenario's text gives itself."""
    try:
        return str(parse_toml(text, "scenario", "scenario")["name"])
    except (DoorwaysError, KeyError):
        return "scenario"
