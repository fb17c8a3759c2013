"""Which files a compiled engine is made of: what its rules import, followed to the end."""

import importlib.util
import os
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

_ROOT = Path(__file__).parents[1]
#: Rules reach the engine through these folders, and through those their own files lie in.
_HOMES = (_ROOT / "agents", _ROOT / "simulation")
#: What every engine holds whatever its rules: the loop, what it draws with, the layout it reads.
_ALWAYS = ("engine_loop.py", "draws.py", "rule.py", "world.py")
#: It writes the engine's source, which is part of the digest as it is written.
_WRITER = "compile.py"
_FOR_TYPES = re.compile(r"^if TYPE_CHECKING:\n(?:[ \t]+.*\n|\n)*", re.MULTILINE)
# Reading lines is thirty times faster than parsing them, and at worst finds a file too many.
_FROM = re.compile(r"^[ \t]*from\s+([\w.]+)\s+import\s+(\([^)]*\)|[^\n]*)", re.MULTILINE)
_IMPORT = re.compile(r"^[ \t]*import\s+([^\n#]+)", re.MULTILINE)


def sources(rule_files: Iterable[Path]) -> tuple[Path, ...]:
    """Return every file that takes part in an engine, in a fixed order.

    Followed are the imports of the rules, of the loop and of whatever these import, except what
    is there for type checkers only.

    Parameters
    ----------
    rule_files
        Files that hold processes, interventions and other rules.
    """
    roots = set(rule_files)
    # As text: paths of `pathlib` take four times as long to compare.
    homes = tuple(f"{home}{os.sep}" for home in (*_HOMES, *{path.parent for path in roots}))
    left = [str(path) for path in (*roots, *(_ROOT / "simulation" / name for name in _ALWAYS))]
    found, seen = list[Path](), {str(_ROOT / "simulation" / _WRITER)}
    while left:
        file = left.pop()
        if file not in seen and file.startswith(homes):
            found.append(Path(file))
            left += _imported(found[-1])
        seen.add(file)
    return tuple(sorted(found))


def _imported(path: Path) -> Iterator[str]:
    """Files of the modules a file imports, as far as they are Python."""
    text = _FOR_TYPES.sub("", path.read_text(encoding="utf-8"))
    for module, names in _FROM.findall(text):
        asked = _names(names.strip("()"))
        if module.startswith("."):
            yield from _beside(path, module, asked)
            continue
        file = _file_of(module)
        yield from file
        # Only a package may give a module where a name is asked for.
        if not file or file[0].endswith("__init__.py"):
            for name in asked:
                yield from _file_of(f"{module}.{name}")
    for names in _IMPORT.findall(text):
        for name in _names(names):
            yield from _file_of(name)


def _names(listed: str) -> list[str]:
    return [re.split(r"\s+as\s+", one.strip())[0] for one in listed.split(",")]


def _beside(path: Path, module: str, names: list[str]) -> Iterator[str]:
    """Files of a relative import, whose dots count folders upwards."""
    parts = module.lstrip(".").split(".")
    dots = len(module) - len(module.lstrip("."))
    place = path.parents[dots - 1].joinpath(*filter(None, parts))
    for one in (place, *(place / name for name in names)):
        for file in (one.with_suffix(".py"), one / "__init__.py"):
            if file.is_file():
                yield str(file)


def _file_of(name: str) -> tuple[str, ...]:
    """The file of a module of Python, or none."""
    if not name.replace(".", "").isidentifier():
        return ()
    try:
        spec = getattr(sys.modules.get(name), "__spec__", None) or importlib.util.find_spec(name)
    except (ImportError, ValueError):
        return ()
    origin = spec.origin if spec is not None else None
    return (origin,) if origin and origin.endswith(".py") else ()
