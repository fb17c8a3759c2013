"""Write plain data as TOML; the standard library only reads it."""

import json
from collections.abc import Mapping
from typing import Any


def toml_text(data: Mapping[str, Any]) -> str:
    """Return a TOML document: plain keys first, then tables, then lists of tables."""
    return "\n".join(_lines(data, ())).strip() + "\n"


def _lines(data: Mapping[str, Any], path: tuple[str, ...]) -> list[str]:
    lines = [f"{key} = {_inline(v)}" for key, v in data.items() if not _opens(v, path)]
    for key, value in data.items():
        if not _opens(value, path):
            continue
        name = ".".join((*path, key))
        if isinstance(value, Mapping):
            lines += ["", f"[{name}]", *_lines(value, (*path, key))]
        else:
            for table in value:
                lines += ["", f"[[{name}]]", *_lines(table, (*path, key))]
    return lines


def _opens(value: Any, path: tuple[str, ...]) -> bool:
    """Tell whether a value gets a heading of its own; small tables stay on their line."""
    if isinstance(value, Mapping):
        return not path or any(
            isinstance(part, Mapping) or _opens(part, path) for part in value.values()
        )
    return isinstance(value, list) and bool(value) and isinstance(value[0], Mapping)


def _inline(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{k} = {_inline(v)}" for k, v in value.items()) + " }"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_inline(part) for part in value) + "]"
    if isinstance(value, str) and "\n" in value:
        return '"""\n' + "\n".join(_quoted(line)[1:-1] for line in value.split("\n")) + '"""'
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return repr(value)


def _quoted(text: str) -> str:
    """Return a text in quotes; JSON leaves only DEL bare that TOML does not."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
