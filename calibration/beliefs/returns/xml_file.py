"""Read an XML return: a child after another, each with a header and episodes, as rows of tables."""

from collections.abc import Iterable
from typing import Any, Final
from xml.parsers import expat

from calibration.beliefs.returns.archive import brief_reason
from calibration.beliefs.returns.files import Source
from calibration.beliefs.returns.layout import Module, modules
from calibration.beliefs.returns.sheet import Grid
from simulation.errors import DoorwaysError

_CHILD, _HEADER, _IDENTIFIER = "CHILD", "HEADER", "CHILDID"
_MOST_DEPTH: Final = 12


def read_xml(source: Source) -> list[Grid]:
    """Return a table for every module that the file has rows of.

    Raises
    ------
    DoorwaysError
        When it is not well-formed, declares entities or is no such return.
    """
    reader = _Reader(source)
    reader.read()
    if not reader.children:
        rule = "It is XML, and no child of a return is in it."
        raise DoorwaysError("file", source.name, rule, "Name the file that the return was made as.")
    grids = [grid for module in modules().values() if (grid := reader.grid(module)) is not None]
    if not grids:
        rule = "It is XML, and no row of a return is in it."
        raise DoorwaysError("file", source.name, rule, "Name the file that the return was made as.")
    if unread := reader.unread():
        grids[0].notes.append(("extra_columns", f"Not read: {', '.join(unread)}."))
    return grids


class _Reader:
    """Keep every element that holds values, with the child it belongs to and the line it begins in."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._open
        self._parser.EndElementHandler = self._close
        self._parser.CharacterDataHandler = self._read
        self._parser.StartDoctypeDeclHandler = self._refuse
        self._parser.buffer_text = True
        self._stack: list[tuple[str, dict[str, str], int, int]] = []
        self._text: list[str] = []
        self.children = 0
        self.records: dict[str, list[tuple[int, int, dict[str, str]]]] = {}
        self._names: dict[int, str] = {}

    def read(self) -> None:
        """Read the whole file."""
        try:
            self._parser.Parse(self._source.content, True)
        except expat.ExpatError as fault:
            rule = f"It is not well-formed XML ({brief_reason(fault)})."
            step = "Export it again from the case system."
            raise DoorwaysError("file", self._source.name, rule, step) from None
        except (LookupError, ValueError) as fault:
            rule = f"It cannot be read as XML ({brief_reason(fault)})."
            raise DoorwaysError("file", self._source.name, rule, "Save it in UTF-8.") from None

    def grid(self, module: Module) -> Grid | None:
        """Return the rows of one module, if there are any."""
        records = self.records.get(module.element, [])
        if module.when:
            # Blank and zero say that the child is none of those the table is of.
            records = [one for one in records if one[2].get(module.when, "").strip("0")]
        if not records:
            return None
        names = [name for name in module.columns if name != _CHILD]
        rows = [[_CHILD, *names]]
        for child, _, values in records:
            about = self._about(child) if module.element != _HEADER else {}
            known = about | values
            found = (_first(known, (name, *module.columns[name].also)) for name in names)
            rows.append([self._names.get(child, ""), *found])
        name = f"{self._source.name} [{module.title}]"
        numbers = [0, *(line for _, line, _ in records)]
        return Grid(name, self._source.name, rows, numbers, module=module.name)

    def unread(self) -> list[str]:
        """Return the names of elements with values that belong to no module."""
        known = {module.element for module in modules().values()}
        inside = {name for name, many in self.records.items() if any(one[0] for one in many)}
        return sorted(inside - known - {_CHILD})

    def _about(self, child: int) -> dict[str, str]:
        """Return what is said of a child beside its rows: the date of birth."""
        return {"DOB": self._born.get(child, "")}

    def _refuse(self, *_: Any) -> None:
        rule = "It declares a document type, which may bring in other files."
        raise DoorwaysError("file", self._source.name, rule, "Take the declaration out.")

    def _open(self, name: str, _: Any) -> None:
        name = name.rsplit(":", 1)[-1].upper()
        if len(self._stack) >= _MOST_DEPTH:
            rule = f"Elements are nested more than {_MOST_DEPTH} deep."
            raise DoorwaysError("file", self._source.name, rule, "Export it again.")
        if name == _CHILD:
            self.children += 1
        self._stack.append((name, {}, self._parser.CurrentLineNumber, self.children))
        self._text = []

    def _read(self, text: str) -> None:
        self._text.append(text)

    def _close(self, _: str) -> None:
        name, values, line, child = self._stack.pop()
        if values:
            self.records.setdefault(name, []).append((child, line, values))
            if name == _HEADER:
                self._names[child] = values.get(_IDENTIFIER, "")
        elif self._stack:
            self._stack[-1][1][name] = "".join(self._text).strip()
        self._text = []

    @property
    def _born(self) -> dict[int, str]:
        if not hasattr(self, "_births"):
            self._births = {
                child: values.get("DOB", "") for child, _, values in self.records.get(_HEADER, [])
            }
        return self._births


def _first(values: dict[str, str], names: Iterable[str]) -> str:
    return next((values[name] for name in names if values.get(name)), "")
