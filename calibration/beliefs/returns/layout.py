"""The modules of the return and their columns, as `tables.toml` says them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from simulation.files.toml_file import read_toml

HERE: Final = Path(__file__).parent


@dataclass(frozen=True)
class Column:
    """Say what the values of a column are."""

    name: str
    kind: str
    needed: bool = False
    filled: bool = False
    field: str = ""
    rule: str = ""
    also: tuple[str, ...] = ()
    most: int = 0


@dataclass(frozen=True)
class Module:
    """Say which columns a module has, and which row is the same row again."""

    name: str
    title: str
    key: tuple[str, ...]
    repeats: str
    columns: Mapping[str, Column]
    element: str = ""
    when: str = ""
    since: int = 0

    @property
    def needed(self) -> frozenset[str]:
        """Headings without which a file is not of this module."""
        return frozenset(one.name for one in self.columns.values() if one.needed)

    def of_kind(self, kind: str) -> tuple[str, ...]:
        """Return the names of columns of one kind."""
        return tuple(one.name for one in self.columns.values() if one.kind == kind)


@cache
def modules() -> Mapping[str, Module]:
    """Return every module of the return by its name here."""
    every = read_toml(HERE / "tables.toml", "table of modules")
    return {name: _module(name, dict(said)) for name, said in every.items()}


def _module(name: str, said: dict[str, object]) -> Module:
    columns: dict[str, dict[str, object]] = said.pop("columns")  # type: ignore[assignment]
    key: list[str] = said.pop("key")  # type: ignore[assignment]
    return Module(
        name=name,
        key=tuple(key),
        columns={column: _column(column, dict(about)) for column, about in columns.items()},
        **said,  # type: ignore[arg-type]
    )


def _column(name: str, said: dict[str, object]) -> Column:
    also: list[str] = said.pop("also", [])  # type: ignore[assignment]
    field = said.pop("field", name)
    return Column(name=name, also=tuple(also), field=str(field), **said)  # type: ignore[arg-type]
