"""The account of an import: every row of every file and year, what was found, and what was counted."""

from collections.abc import Mapping
from functools import cache
from typing import Any, Final

import pandas as pd

from calibration.beliefs.returns.importing import Imported
from calibration.beliefs.returns.layout import modules
from calibration.beliefs.returns.ledger import Act
from calibration.beliefs.returns.rules import rules

#: Rows that a finding names; the workbook names all.
NAMED: Final = 20
_FATES: Final = ("used", Act.REPAIRED.value, Act.REJECTED.value)


def account(imported: Imported, *, show_children: bool = False) -> dict[str, Any]:
    """Return everything an import found as plain values.

    Rows read are those used, repaired and rejected together, in every file and in all.

    Parameters
    ----------
    show_children
        Name the children of rows, and what stood there; else only where a row stands.
    """
    ledger = imported.ledger
    places = ledger.places().assign(fate=ledger.fates())
    found = ledger.found()
    episodes = places[places.module == "episodes"]
    return {
        "mode": "lenient" if imported.lenient else "strict",
        "stopped": imported.stopped,
        "stopped_by": ledger.stops() if imported.stopped else [],
        "rows": _tally(places),
        "episode_rows_used_as_supplied": {
            "rows": int((episodes.fate == "used").sum()),
            "of": len(episodes),
        },
        "files": _files(places, found),
        "files_not_read": sorted(imported.passed_over),
        "before_repair": imported.supplied,
        "counts": imported.counts,
        "findings": [
            *_of_files(imported),
            *_of_rows(places, found, imported.who if show_children else None),
        ],
    }


def _tally(places: pd.DataFrame) -> dict[str, int]:
    counts = places.fate.value_counts()
    return {"read": len(places), **{fate: int(counts.get(fate, 0)) for fate in _FATES}}


def _files(places: pd.DataFrame, found: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the account of each table of each return."""
    first = found[found.act == Act.REJECTED]
    rejected = first[~first.index.duplicated()].rule
    kept = found[(found.act == Act.REPAIRED) & ~found.index.isin(rejected.index)]
    repaired = kept[["rule"]].reset_index(names="id").drop_duplicates().set_index("id").rule
    listed = []
    for (file, module, year), rows in places.groupby(["file", "module", "year"], sort=False):
        listed.append(
            {
                "file": file,
                "table": modules()[str(module)].title,
                "year_to_31_march": int(str(year)),
                **_tally(rows),
                "rejected_by_rule": _by_rule(rejected, rows.index),
                "repaired_by_rule": _by_rule(repaired, rows.index),
            }
        )
    return listed


def _by_rule(met: pd.Series, rows: pd.Index) -> list[dict[str, Any]]:
    counts = met[met.index.isin(rows)].value_counts()
    return [
        {"rule": name, "rows": int(counts[name]), "reason": rule.words}
        for name, rule in rules().items()
        if name in counts
    ]


def _about(name: str, own: str | None = None) -> dict[str, str]:
    """Return what a rule says; `own` is the number of the rule of the column in which it was met."""
    rule = rules()[name]
    numbers = rule.national.split()
    by_column = own is not None and not _of_columns().isdisjoint(numbers)
    return {
        "rule": name,
        "problem": rule.problem,
        # Where each column has a number of its own, the others' would mislead.
        "national_rules": (own if own in numbers else "") if by_column else rule.national,
        "weight": rule.weight,
        "words": rule.words,
        "treatment": rule.treatment,
    }


@cache
def _of_columns() -> frozenset[str]:
    """Return the numbers of national rules that are about one column."""
    every = (column.rule for one in modules().values() for column in one.columns.values())
    return frozenset(every) - {""}


def _of_files(imported: Imported) -> list[dict[str, Any]]:
    order = list(rules())
    told = sorted(imported.ledger.of_files, key=lambda one: (order.index(one.rule), one.file))
    return [
        {
            **_about(one.rule),
            "table": "",
            "column": "",
            "rows": 0,
            "file": one.file,
            "said": one.said,
        }
        for one in told
    ]


def _of_rows(
    places: pd.DataFrame, found: pd.DataFrame, who: pd.Series | None
) -> list[dict[str, Any]]:
    if found.empty:
        return []
    joined = found.join(places[["file", "module", "row"]])
    order = {name: number for number, name in enumerate(rules())}
    listed = []
    for (name, module, column), rows in joined.groupby(["rule", "module", "column"], sort=False):
        about = modules()[str(module)]
        own = about.columns[str(column)].rule if column in about.columns else ""
        listed.append(
            {
                **_about(str(name), own),
                "table": about.title,
                "column": str(column),
                "rows": int(rows.index.nunique()),
                "done": {str(act): int(many) for act, many in rows.act.value_counts().items()},
                "where": _where(rows, who),
            }
        )
    return sorted(listed, key=lambda one: (order[one["rule"]], one["table"], one["column"]))


def _where(rows: pd.DataFrame, who: pd.Series | None) -> list[Mapping[str, Any]]:
    """Return the first places of a finding: a file and its rows; children only when asked."""
    first = rows.head(NAMED)
    if who is not None:
        return [
            {
                "file": one.file,
                "row": int(str(one.row)),
                "child": str(who.get(one.Index, "")),
                "was": str(one.old),
                "is": str(one.new),
            }
            for one in first.itertuples()
        ]
    return [
        {"file": str(file), "row_numbers": [int(row) for row in some.row]}
        for file, some in first.groupby("file", sort=False)
    ]
