"""What must hold of any scenario file whatever: it is refused in one clear message, or it works."""

import re
import unicodedata
from pathlib import Path
from typing import Final
from zlib import crc32

import numpy as np

from agents.synthesis.columns import Columns
from agents.synthesis.synthesise import synthesise
from calibration.beliefs.authorities.load import profile
from dashboards.cli.guard import mistake
from fuzzing.campaign import BrokenRuleError, note
from scenarios.cite import as_bibtex, as_csv, as_text, cite
from scenarios.compare import make_plan
from scenarios.describe import describe
from scenarios.request import CompareRequest
from scenarios.scenario import TWINS, Scenario, from_toml, has_twin, load_scenario
from simulation.discover import model_rules
from simulation.errors import DoorwaysError
from simulation.runner.spec import ReplicateTask
from simulation.services.opened import programmes
from simulation.services.table import install

#: Letters of the longest message that can be read.
MOST_LETTERS: Final = 2_000
SMALL: Final = "Rutland"
#: Every figure is written out for one in so many.
CITED_ONE_IN: Final = 4
#: Services are put into a population for one accepted file in so many.
INSTALLED_ONE_IN: Final = 4
#: Scenarios that believe what the register says all have the same plan but for their services.
PLANNED_ONE_IN: Final = 6
#: Control codes, halves of characters, other line ends, and what turns the direction of writing.
_UNSEEN: Final = ("Cc", "Cs", "Zl", "Zp")
_TURNING: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def check_seen(text: str, what: str, allowed: str = "\n\t") -> None:
    """Raise if a text holds a character that steers instead of being read."""
    for letter in set(text) - set(allowed):
        if letter in _TURNING or unicodedata.category(letter) in _UNSEEN:
            at = text.index(letter)
            near = note(text[max(0, at - 40) : at + 40])
            raise BrokenRuleError(f"{what} holds a character that cannot be seen", near)


def check_message(error: DoorwaysError) -> None:
    """Raise unless a refusal is one short message that can be read, with a rule and a next step."""
    for text in (str(error), mistake(error).plain):
        check_seen(text, "a message")
        if len(text) >= MOST_LETTERS:
            raise BrokenRuleError("a message is too long", note(text))
    for part, says in (("rule", error.rule), ("next step", error.next_step)):
        if not says.strip().endswith((".", "?", "!")) or "\n" in says.strip():
            raise BrokenRuleError(f"the {part} of a message is no sentence", note(says))
    if not error.thing.strip():
        raise BrokenRuleError("a message does not say what is wrong", str(error))


def kind_of(error: DoorwaysError) -> str:
    """Name a refusal by its rule, with what it quotes and counts left out."""
    rule = re.sub(r"'[^']*'|\"[^\"]*\"|0x[0-9a-f]+|[-+]?\d[\d,.e+-]*", "#", error.rule)
    return re.sub(r" \((at|position|line).*|\s+", " ", rule)[:70]


def chance_of(scenario: Scenario) -> int:
    """Return a number that depends on a scenario alone, for what is done with one in so many."""
    return crc32(scenario.to_toml().encode())


class Reader:
    """Read contents as a scenario file, one after the other, and use what is accepted.

    Parameters
    ----------
    folder
        Where the file is written.
    """

    def __init__(self, folder: Path) -> None:
        self._file = folder / "mine.toml"
        self._council = profile(SMALL)

    def __call__(self, content: bytes) -> str:
        """Return what came of a content; raise when a promise is broken."""
        self._file.write_bytes(content)
        try:
            scenario = load_scenario(str(self._file))
        except DoorwaysError as error:
            check_message(error)
            return f"refused: {kind_of(error)}"
        self._use(scenario)
        services = " and services" * bool(scenario.interventions)
        beliefs = " and beliefs" * bool(scenario.parameters)
        return f"accepted{services}{beliefs}: {self._planned(scenario)}"

    def _use(self, scenario: Scenario) -> None:
        """Describe it, cite it, write it out and read it back, and ask for its twins."""
        check_seen(describe(scenario), "a description")
        works = cite(scenario)
        check_seen(as_text(works), "a citation")
        if chance_of(scenario) % CITED_ONE_IN == 0:
            for text in (as_bibtex(works), as_csv(scenario)):
                check_seen(text, "a citation", "\n\t\ufeff")
        again = from_toml(scenario.to_toml(), "again")
        if again != scenario:
            raise BrokenRuleError(
                "what is written out reads back otherwise", note(scenario.to_toml(), 2_000)
            )
        for kind in TWINS if any(map(has_twin, scenario.interventions)) else ():
            twin = load_scenario(f"{self._file}-{kind}")
            # The world has no twin.
            if {one["twin"] for one in twin.interventions if has_twin(one)} != {kind}:
                raise BrokenRuleError("a twin is none", kind)

    def _planned(self, scenario: Scenario) -> str:
        chance = chance_of(scenario)
        if chance % PLANNED_ONE_IN and not scenario.parameters:
            return "read back"
        request = CompareRequest(SMALL, scenario=scenario, years=1, replicates=2)
        try:
            plan = make_plan(request, self._council)
        except DoorwaysError as error:
            check_message(error)
            return f"not planned: {kind_of(error)}"
        task = plan.tasks[0]
        for name, value in task.parameters.items():
            if not np.isfinite(np.asarray(value, dtype=np.float64)).all():
                raise BrokenRuleError("a parameter is not finite", f"{name} = {value}")
        if chance // PLANNED_ONE_IN % INSTALLED_ONE_IN or not scenario.interventions:
            return "planned"
        return self._installed(task)

    def _installed(self, task: ReplicateTask) -> str:
        """Put the services into the council's population, as the first moment of a run does."""
        draws = Columns(task.seed, task.replicate, task.profile.code)
        people = synthesise(task.profile, task.parameters, task.seed, task.replicate, 1.0)
        rules = model_rules()
        try:
            opened = programmes(rules, task.arms[1].interventions, task.parameters)
            install(rules, people, opened, 1.0, draws)
        except DoorwaysError as error:
            check_message(error)
            return f"not opened: {kind_of(error)}"
        return "opened"
