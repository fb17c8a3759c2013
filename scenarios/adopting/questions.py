"""What readiness asks, and the answers of a council: from a file, or typed."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from agents.words import capital
from simulation.errors import DoorwaysError
from simulation.files.reading import read_text
from simulation.files.toml_file import parse_toml, read_toml
from simulation.names import hint

#: Answers, the worst first, and the places they are asked about.
ANSWERS: Final = ("no", "partly", "mostly", "yes")
DOMAINS: Final = ("leadership", "workforce", "buildings", "partners", "data", "money")
_FILE: Final = Path(__file__).parent / "questions.toml"
_TABLE: Final = "answers"


@dataclass(frozen=True)
class Question:
    """Hold one question.

    Attributes
    ----------
    steps
        Steps of the process before launch whose length the answer moves.
    risk, mitigation, source
        What is to be feared where the answer is not yes, what lessens it, and where that is from.
    """

    key: str
    domain: str
    asks: str
    steps: tuple[str, ...]
    risk: str
    mitigation: str
    source: str


@cache
def questions() -> tuple[Question, ...]:
    """Return the questions, in their order."""
    data = parse_toml(read_text(_FILE, "questions"), "questions", _FILE.name)
    return tuple(
        Question(key, **{**one, "steps": tuple(one["steps"])}) for key, one in data.items()
    )


def read_answers(path: Path) -> dict[str, str]:
    """Return the answers of a file, by question.

    Raises
    ------
    DoorwaysError
        When the file cannot be read, or an answer is missing, unknown or none of the four.
    """
    where = f"answers file {path}"
    data = read_toml(path, "answers file")
    for key in data:
        if key != _TABLE:
            rule = "A file of answers has one table, [answers]."
            raise DoorwaysError(where, key, rule, "Write the answers under [answers].")
    return checked_answers(data.get(_TABLE, {}), where)


def checked_answers(given: Mapping[str, Any], where: str = "answers") -> dict[str, str]:
    """Return answers in the order of the questions, each of them one of the four.

    Raises
    ------
    DoorwaysError
        When one is missing, unknown or none of the four.
    """
    known = [one.key for one in questions()]
    for key, answer in given.items():
        if key not in known:
            raise DoorwaysError(where, key, "There is no such question.", hint(key, known))
        check_answer(f"{where}, {key}", answer)
    for key in known:
        if key not in given:
            rule = "Every question has to be answered: nothing is taken for granted."
            raise DoorwaysError(f"{where}, {key}", None, rule, f"Answer {', '.join(ANSWERS)}.")
    return {key: str(given[key]) for key in known}


def check_answer(where: str, answer: object) -> None:
    """Check that an answer is one of the four.

    Raises
    ------
    DoorwaysError
        When it is not.
    """
    if answer not in ANSWERS:
        rule = f"An answer is one of: {', '.join(ANSWERS)}."
        raise DoorwaysError(where, answer, rule, "Change the answer.")


def template(name: str) -> str:
    """Return a file of answers to fill in: every question stands above its key, answered partly."""
    lines = [
        f"# How ready we are: {name}. Answer every question with no, partly, mostly or yes, then:",
        f"#   doorways readiness --answers {name}.toml",
        "",
        f"[{_TABLE}]",
    ]
    domain = ""
    for one in questions():
        if one.domain != domain:
            domain = one.domain
            lines += ["", f"# {capital(domain)}"]
        lines += [f"# {one.asks}", f'{one.key} = "{ANSWERS[1]}"']
    return "\n".join(lines) + "\n"
