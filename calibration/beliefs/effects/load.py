"""Read studies.toml: one table a study and outcome, refused with a reason when it is unsound."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from functools import cache
from math import isfinite, log, prod
from pathlib import Path
from statistics import NormalDist
from typing import Any, Final

from calibration.beliefs.effects.outcomes import effect
from calibration.beliefs.effects.study import (
    DESIGNS,
    EVERY_AGE,
    GRADES,
    REGRESSION,
    Correction,
    Study,
)
from calibration.beliefs.evidence.figure import INTERVALS, leaves
from calibration.beliefs.evidence.load import figure, sources
from simulation.errors import DoorwaysError
from simulation.files.reading import read_text
from simulation.files.toml_file import parse_toml, right_kinds

STUDIES: Final = Path(__file__).parent / "studies.toml"

_OWN: Final = frozenset(one.name for one in fields(Study)) - {"id", "se", "se_says", "exposure"}
_SPREAD: Final = frozenset({"se", "se_from", "se_says", "low", "high", "interval"})
_TEXTS: Final = (
    *("study", "intervention", "outcome", "published", "reading", "design", "grade", "rtm"),
    *("population", "place", "period", "comparison", "source", "locator"),
)
_ERRORS: Final = ("effect_unpublished_se", "effect_missing_se", "effect_null_se")
"""Figures that stand in for an error nobody published."""

_DILUTIONS: Final = ("effect_entry_reach", "hub_fidelity_adopter")
"""Figures that say how much of an effect a whole council shows."""

_NEXT: Final = "Mend the row; docs/effects.md says what each field holds."


@cache
def studies() -> tuple[Study, ...]:
    """Return every study of the project's table.

    Raises
    ------
    DoorwaysError
        When a row is unsound.
    """
    return parse(read_text(STUDIES, "table of studies"))


def with_rows_of(path: Path) -> tuple[Study, ...]:
    """Return the project's studies and those of somebody's own file, whose sources are free text.

    Raises
    ------
    DoorwaysError
        When the file cannot be read, or its rows are unsound by themselves or beside the others.
    """
    rows = (*studies(), *parse(read_text(path, "file of studies"), own=True, where=str(path)))
    names = [row.id for row in rows]
    for name in names:
        _demand(names.count(name) == 1, name, "Two rows have this name.")
    check_together(rows)
    return rows


def parse(text: str, *, own: bool = False, where: str = STUDIES.name) -> tuple[Study, ...]:
    """Read studies from the text of a TOML file, checked one by one and together.

    Parameters
    ----------
    text
        One table a study.
    own
        Whether the file is somebody's own, so that its sources need not be in the bibliography.
    where
        Name or path of the file, for the error.

    Raises
    ------
    DoorwaysError
        When the text is no TOML, a row is unsound, or two rows tell one study's finding twice.
    """
    tables = parse_toml(text, "table of studies", where)
    shared = tables.pop("_defaults", {})
    found = []
    for name, table in tables.items():
        _demand(isinstance(table, dict), name, "It is not a table.")
        with right_kinds("study", name):
            found.append(_study(name, {**shared, **table}, own))
    check_together(found)
    return tuple(found)


def _study(name: str, table: Mapping[str, Any], own: bool) -> Study:
    """Make one study of a table's fields.

    Raises
    ------
    DoorwaysError
        When a field is missing, unknown or unsound.
    """
    unknown = table.keys() - _OWN - _SPREAD - {"exposure_from"}
    _demand(not unknown, name, f"It has unknown fields {sorted(unknown)}.")
    absent = [field for field in _TEXTS if not _is_text(table.get(field))]
    _demand(not absent, name, f"It lacks {', '.join(absent)}, or has no text there.")
    _check_words(name, table)
    known = own or table["source"] in sources()
    rule = f"Its source {table['source']!r} is not in calibration/beliefs/evidence/sources.toml."
    _demand(known, name, rule)
    ratio = float(table.get("ratio", "nan"))
    se, se_says = (float("nan"), "") if table.get("unused") else _spread(name, ratio, table)
    held = {key: value for key, value in table.items() if key in _OWN}
    held |= {"ratio": ratio, "lends_to": tuple(table.get("lends_to", ()))}
    held |= {"correction": _correction(name, table), "ages": _ages(name, table)}
    return Study(id=name, se=se, se_says=se_says, exposure=_exposure(name, table), **held)


def check_together(rows: Iterable[Study]) -> None:
    """Refuse two used rows in which the same study speaks of the same outcome.

    Raises
    ------
    DoorwaysError
        Names both rows and what each says.
    """
    seen: dict[tuple[str, str, str], Study] = {}
    for row in rows:
        if not row.is_used:
            continue
        first = seen.setdefault((row.study, row.intervention, row.outcome), row)
        _demand(
            first is row,
            row.id,
            f"{first.id} gives {first.ratio:g} and {row.id} gives {row.ratio:g} for one outcome of "
            f"the study {row.study}: one finding would count twice. Keep one and say in the other "
            "why it is unused.",
        )


def _check_words(name: str, table: Mapping[str, Any]) -> None:
    for field, known in (("grade", GRADES), ("design", DESIGNS), ("rtm", REGRESSION)):
        _demand(
            table[field] in known, name, f"Its {field} {table[field]!r} is none of {list(known)}."
        )
    trial = (table["design"] == "randomised", table["grade"] == "A")
    _demand(trial[0] == trial[1], name, "Grade A and a randomised design go together.")
    for service in (table["intervention"], *table.get("lends_to", ())):
        effect(service, table["outcome"])
    _demand(
        (table["rtm"] == "by history") == ("correction" in table),
        name,
        "A correction by history needs a table 'correction', and nothing else has one.",
    )


def _spread(name: str, ratio: float, table: Mapping[str, Any]) -> tuple[float, str]:
    """Return a used row's standard error on the log scale and where it comes from."""
    _demand(isfinite(ratio) and ratio > 0.0, name, "A row that is used needs a ratio above 0.")
    ways = [way for way in ("se", "se_from", "interval") if way in table]
    _demand(len(ways) == 1, name, "It needs one of se, se_from, or low, high and interval.")
    if ways == ["interval"]:
        return _from_interval(name, ratio, table)
    if ways == ["se_from"]:
        _demand(table["se_from"] in _ERRORS, name, f"Its se_from must be one of {_ERRORS}.")
        held = figure(table["se_from"])
        return _number(held.value), f"{held.id}, {held.kind}"
    se = table["se"]
    _demand(isinstance(se, int | float) and 0.0 < se < float("inf"), name, "se must be above 0.")
    _demand(bool(table.get("se_says")), name, "It gives se but not, in se_says, where it is from.")
    return float(se), str(table["se_says"])


def _from_interval(name: str, ratio: float, table: Mapping[str, Any]) -> tuple[float, str]:
    low, high, means = (table.get(key) for key in ("low", "high", "interval"))
    known = [key for key in INTERVALS if key != "bounds"]
    _demand(means in known, name, f"Its interval must be one of {known}.")
    sound = low is not None and high is not None and 0.0 < low < ratio < high
    _demand(sound, name, "Its ratio must lie between low and high, and both above 0.")
    reach = NormalDist().inv_cdf(INTERVALS[str(means)][1])
    return log(float(high or 0) / float(low or 0)) / (2.0 * reach), table.get("se_says", str(means))


def _exposure(name: str, table: Mapping[str, Any]) -> float:
    """Return the product of the figures that dilute what a whole council shows."""
    named = tuple(table.get("exposure_from", ()))
    _demand(set(named) <= set(_DILUTIONS), name, f"Its exposure_from may name {_DILUTIONS}.")
    share = prod(_number(figure(one).value) for one in named)
    _demand(0.0 < share <= 1.0, name, "Its exposure must lie above 0 and not above 1.")
    return share


def _ages(name: str, table: Mapping[str, Any]) -> tuple[int, int]:
    """Return the youngest and oldest a row is about; one that lends has to say."""
    given = table.get("ages", None if table.get("lends_to") else EVERY_AGE)
    _demand(given is not None, name, "A row that lends needs ages, youngest and oldest.")
    sound = len(given) == 2 and all(isinstance(one, int) for one in given)
    _demand(sound and 0 <= given[0] <= given[1], name, "Its ages must be the youngest and oldest.")
    return given[0], given[1]


def _correction(name: str, table: Mapping[str, Any]) -> Correction | None:
    if "correction" not in table:
        return None
    given: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value
        for key, value in table["correction"].items()
    }
    try:
        return Correction(**given)
    except TypeError as fault:
        rule = f"Its correction needs measure, before, after and adopters ({fault})."
        raise DoorwaysError("study", name, rule, _NEXT) from fault


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _number(value: Any) -> float:
    return float(next(leaves(value)))


def _demand(holds: bool, name: str, rule: str) -> None:
    if not holds:
        raise DoorwaysError("study", name, rule, _NEXT)
