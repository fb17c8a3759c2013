"""Returns of a few rows, written by hand: each row right unless a test says otherwise."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from calibration.beliefs.returns.importing import Imported, import_returns
from fuzzing.made_returns import Returns, write

Row = dict[str, str]
#: Born so that nobody of these returns is under ten or turns 18.
BORN = "15/06/2006"


def child(name: str = "A1", *, born: str = BORN, **other: str) -> Row:
    """Return a row of the header."""
    row = {"CHILD": name, "SEX": "2", "DOB": born, "ETHNIC": "WBRI", "UPN": "UN1"}
    return row | {"MOTHER": "", "MC_DOB": ""} | other


def episode(name: str, begins: str, ends: str = "", left: str = "", **other: str) -> Row:
    """Return a row of the episodes: one fostering placement that starts care."""
    row = {"CHILD": name, "DECOM": begins, "RNE": "S", "LS": "V2", "CIN": "N1", "PLACE": "U4"}
    row |= {"PLACE_PROVIDER": "PR1", "DEC": ends, "REC": left, "REASON_PLACE_CHANGE": ""}
    return row | {"HOME_POST": "NR1 1AA", "PL_POST": "NR2 2BB", "URN": ""} | other


def missing(name: str, begins: str, ends: str = "", **other: str) -> Row:
    """Return a row of the missing periods."""
    row = {"CHILD": name, "DOB": BORN, "MISSING": "M", "MIS_START": begins, "MIS_END": ends}
    return row | other


def year_of(*episodes: Row, header: Sequence[Row] = (), **tables: Sequence[Row]) -> Any:
    """Return one year's tables; the header has the children of the episodes unless it is given."""
    names = dict.fromkeys(row["CHILD"] for row in episodes)
    return {
        "header": list(header) or [child(name) for name in names],
        "episodes": list(episodes),
        **{name: list(rows) for name, rows in tables.items()},
    }


def take(folder: Path, made: Mapping[int, Any], *, lenient: bool = True, **how: Any) -> Imported:
    """Write these returns and import them."""
    tables: Returns = dict(made)
    return import_returns(write(folder, tables), lenient=lenient, **how)


def both(folder: Path, made: Mapping[int, Any], **how: Any) -> tuple[Imported, Imported]:
    """Import these returns; return what a strict and what a lenient import is of them."""
    lenient = take(folder, made, **how)
    assert balanced(lenient)
    return replace(lenient, lenient=False), lenient


def rules_met(imported: Imported) -> set[str]:
    """Return the rules that were met, but for notes that every small return brings."""
    met = {*imported.ledger.found().rule.unique(), *(o.rule for o in imported.ledger.of_files)}
    return met - {"few_children", "missing_empty", "replaced", "left_edge", "move_without_reason"}


def care(imported: Imported) -> list[tuple[str, str, str, str, str]]:
    """Return the episodes that are used: child, start, reason, end, reason."""
    frame = imported.tables["episodes"]
    days = {name: frame[name].dt.strftime("%d/%m/%Y").fillna("") for name in ("DECOM", "DEC")}
    rows = zip(frame.CHILD, days["DECOM"], frame.RNE, days["DEC"], frame.REC, strict=True)
    return [tuple(map(str, row)) for row in rows]  # type: ignore[misc]


def balanced(imported: Imported) -> bool:
    """Whether every row read is used, repaired or rejected, and only those used are in tables."""
    fates = imported.ledger.fates()
    kept = {int(i) for frame in imported.tables.values() for i in frame.index}
    return kept == set(fates.index[fates != "rejected"])


def warned(folder: Path, made: dict[int, Any], *rules: str) -> Imported:
    """Strict does not stop; exactly these rules are met; lenient has the same rows."""
    strict, lenient = both(folder, made)
    assert not strict.stopped
    assert rules_met(strict) == set(rules)
    assert care(strict) == care(lenient)
    return lenient
