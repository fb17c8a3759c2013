"""The account of every row: where it came from, what was found in it, and whether it is used."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

import numpy as np
import pandas as pd

from calibration.beliefs.returns.rules import STOP, rules


class Act(StrEnum):
    """Say what was done about something found in a row."""

    NOTED = "noted"
    REPAIRED = "repaired"
    REJECTED = "rejected"


@dataclass
class Part:
    """One table as it stands in one place: a file, a sheet of a workbook, an element of XML."""

    file: str
    module: str
    first: int
    rows: "np.ndarray[Any, np.dtype[np.int64]]"
    years: "np.ndarray[Any, np.dtype[np.int64]]"


@dataclass(frozen=True)
class OfFile:
    """Something found in a whole file or in all returns together."""

    rule: str
    file: str
    said: str


@dataclass
class Ledger:
    """Hold every row that was read by a number of its own, and everything found in it.

    A row's number is the index it has in every table made of it.
    """

    parts: list[Part] = field(default_factory=list)
    of_files: list[OfFile] = field(default_factory=list)
    _found: list[pd.DataFrame] = field(default_factory=list)
    size: int = 0

    def enter(self, file: str, module: str, rows: Iterable[int]) -> pd.Index:
        """Take in the rows of a table, by where they stand in their file; return their numbers."""
        where = np.asarray(list(rows), dtype=np.int64)
        self.parts.append(Part(file, module, self.size, where, np.zeros(len(where), np.int64)))
        first, self.size = self.size, self.size + len(where)
        return pd.RangeIndex(first, self.size)

    def tell(
        self,
        rule: str,
        rows: pd.Index,
        column: str = "",
        old: Any = "",
        new: Any = "",
        act: Act = Act.NOTED,
    ) -> None:
        """Note what was found in rows: one column of each, its value before and after."""
        if len(rows) == 0:
            return
        assert rule in rules(), rule
        found = {"rule": rule, "column": column, "old": _text(old), "new": _text(new), "act": act}
        self._found.append(pd.DataFrame(found, index=rows, dtype=object))

    def tell_file(self, rule: str, file: str, said: str) -> None:
        """Note what was found in a whole file, or of all returns when `file` is blank."""
        assert rule in rules(), rule
        self.of_files.append(OfFile(rule, file, said))

    def repair(self, rule: str, rows: pd.Index, column: str, old: Any, new: Any) -> None:
        """Note a value that was changed."""
        self.tell(rule, rows, column, old, new, Act.REPAIRED)

    def reject(self, rule: str, frame: pd.DataFrame, rows: pd.Index, column: str) -> pd.DataFrame:
        """Note rows that cannot be used, and return the others."""
        if len(rows) == 0:
            return frame
        old = frame.loc[rows, column] if column in frame else ""
        self.tell(rule, rows, column, old, "", Act.REJECTED)
        return frame.drop(rows)

    def found(self) -> pd.DataFrame:
        """Return everything found in rows, in order: rule, column, old, new, act, by row number."""
        if not self._found:
            return pd.DataFrame(columns=_COLUMNS, dtype=object)
        if len(self._found) > 1:
            self._found = [pd.concat(self._found)]
        return self._found[0]

    def fates(self) -> pd.Series:
        """Return for every row number whether it is used, repaired or rejected."""
        found = self.found()
        fates = pd.Series("used", index=pd.RangeIndex(self.size), dtype=object)
        fates.loc[found.index[found.act == Act.REPAIRED]] = Act.REPAIRED.value
        fates.loc[found.index[found.act == Act.REJECTED]] = Act.REJECTED.value
        return fates

    def places(self) -> pd.DataFrame:
        """Return for every row number its file, module, year and the row it stands in."""
        columns: dict[str, list[Any]] = {"file": [], "module": [], "year": [], "row": []}
        for part in self.parts:
            count = len(part.rows)
            columns["file"].append(np.full(count, part.file, dtype=object))
            columns["module"].append(np.full(count, part.module, dtype=object))
            columns["year"].append(part.years)
            columns["row"].append(part.rows)
        made: dict[str, Any] = {
            name: np.concatenate(many) if many else [] for name, many in columns.items()
        }
        return pd.DataFrame(made, index=pd.RangeIndex(self.size))

    def stops(self) -> list[str]:
        """Return the rules, in their order, that stop a strict import."""
        met = {*self.found().rule.unique(), *(one.rule for one in self.of_files)}
        return [name for name, rule in rules().items() if name in met and rule.weight == STOP]


_COLUMNS: Final = ["rule", "column", "old", "new", "act"]


def _text(value: Any) -> Any:
    """Return values as they are shown: dates as the return writes them, blanks as nothing."""
    if isinstance(value, pd.Series):
        if pd.api.types.is_datetime64_any_dtype(value):
            return value.dt.strftime("%d/%m/%Y").astype(object).where(value.notna(), "")
        return value.astype(object).where(value.notna(), "")
    return value
