"""Write a commented file to start from: a scenario, programme, practice, condition, or answers on readiness."""

import re
from pathlib import Path
from typing import Final

from scenarios.adopting.questions import template as answers
from scenarios.opened_files import TYPES
from simulation.errors import DoorwaysError
from simulation.files.reading import read_text
from simulation.files.writing import write_text
from simulation.names import check_name

TEMPLATES: Final = Path(__file__).parent / "templates"
THINGS: Final = ("scenario", *TYPES)
#: A file of answers, which opens nothing itself.
READINESS: Final = "readiness"
#: A plan of many comparisons.
BATCH: Final = "batch"
#: What a template says where a source belongs: nobody's source.
PLACEHOLDER: Final = "Say where this number comes from."
_NAME: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LONGEST: Final = 60
_PORTS: Final = tuple(f"{port}{i}" for port in ("com", "lpt") for i in range(1, 10))
_RESERVED: Final = ("con", "prn", "aux", "nul", *_PORTS)


def new_file(thing: str, name: str, folder: Path) -> Path:
    """Write NAME.toml into a folder and return its path.

    Raises
    ------
    DoorwaysError
        When there is no such thing to write, the name is none, or the file is there already.
    """
    check_name("thing", thing, (*THINGS, READINESS, BATCH), "There is no such thing to write.")
    stem = name.removesuffix(".toml")
    if stem in _RESERVED:
        rule = "Windows keeps this name for a device."
        raise DoorwaysError("name", name, rule, "Choose another.")
    if not _NAME.fullmatch(stem) or len(stem) > _LONGEST:
        rule = f"It is of lower-case words joined by hyphens, at most {_LONGEST} letters."
        raise DoorwaysError("name", name, rule, "Choose such a name, as my-programme.")
    path = folder / f"{stem}.toml"
    if path.exists() or path.is_symlink():
        rule = "It is there already, and nothing is ever overwritten."
        raise DoorwaysError("file", path, rule, "Choose another name.")
    if thing == READINESS:
        write_text(path, answers(stem))
        return path
    text = read_text(TEMPLATES / f"{thing}.toml", "template")
    title = stem.replace("-", " ").capitalize()
    write_text(path, text.format(name=stem, title=title))
    return path
