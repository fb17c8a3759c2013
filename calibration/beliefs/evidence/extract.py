"""Write the published figures from the raw evidence tables: `python -m calibration.beliefs.evidence.extract`.

A recipe (published.toml) names the rows of the raw table that make up a figure; this script finds
them for every year they were published and writes one figure a year into figures/published_*.toml.
Nothing in those files is written by hand; a new release needs its rows and this one command.
"""

import argparse
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from calibration.beliefs.evidence.load import FIGURES, HERE
from simulation.errors import DoorwaysError
from simulation.files.csv_text import read_csv
from simulation.files.toml_file import read_toml
from simulation.files.writing import write_text

RECIPES: Final = HERE / "published.toml"
RAW: Final = Path("evidence") / "england.csv"
PLACE: Final = "England"
USER: Final = "calibration.beliefs.evidence.national"
PUBLISHER: Final = (
    ("DfE, Children looked after in England including adoptions: 2024 to 2025", "dfe_cla_2025"),
    ("DfE, Children looked after in England including adoptions: 2023 to 2024", "dfe_cla_2024"),
    ("DfE, Children in need: 2025", "dfe_cin_2025"),
    ("DfE, Children in need: 2024", "dfe_cin_2024"),
    ("Ofsted Fostering in England 2024-25", "ofsted_fostering_2025"),
    ("Ofsted Fostering in England 2023-24", "ofsted_fostering_2024"),
    ("Ofsted Fostering in England 2021-22", "ofsted_fostering_2022"),
    ("Ofsted provider-level register", "ofsted_register"),
    ("Ofsted, Children's social care data in England (provider-level register)", "ofsted_register"),
)
"""How a source of the raw tables begins, and its key in sources.toml."""

_YEAR: Final = re.compile(r"(20\d\d)$")


@dataclass(frozen=True)
class EvidenceRow:
    """Hold one row of the raw table."""

    id: str
    value: float
    period: str
    source: str


type Table = Mapping[tuple[str, str], Mapping[int, EvidenceRow]]
"""Rows of England by (quantity, breakdown), then by the year they end in."""


@dataclass(frozen=True)
class Recipe:
    """Hold how one family of figures is made up; see published.toml."""

    topic: str
    says: str
    quantity: str
    unit: str
    items: tuple[str, ...] = ()
    rows: tuple[Any, ...] = ()
    either: tuple[str, ...] = ()
    denominator: str = ""
    missing_is_zero: bool = False


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the raw tables and write the published figures; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m calibration.beliefs.evidence.extract")
    parser.add_argument("--raw", type=Path, required=True, help="folder that holds evidence/")
    parser.add_argument("--out", type=Path, default=FIGURES, help="folder of the figures")
    chosen = parser.parse_args(arguments)
    try:
        written = extract(chosen.raw, chosen.out)
    except DoorwaysError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write("".join(f"{path.name}\n" for path in written))
    return 0


def extract(raw: Path, out: Path, recipes: Path = RECIPES) -> list[Path]:
    """Write figures/published_*.toml from the raw tables and return the files.

    Raises
    ------
    DoorwaysError
        When the raw table is not there or a recipe finds nothing in it.
    """
    table = read_table(raw / RAW)
    topics: dict[str, list[str]] = defaultdict(list)
    for name, recipe in read_recipes(recipes).items():
        found = years(recipe, table)
        if not found:
            raise DoorwaysError(
                "recipe", name, "No year has all its rows.", "Compare it with the raw table."
            )
        topics[recipe.topic] += [written(name, recipe, year, found[year]) for year in sorted(found)]
    return [_write(out / f"published_{topic}.toml", blocks) for topic, blocks in topics.items()]


def read_recipes(path: Path = RECIPES) -> dict[str, Recipe]:
    """Return the recipes by name."""
    tables = read_toml(path, "recipes")
    listed = ("items", "rows", "either")
    found: dict[str, Recipe] = {}
    for name, entry in tables.items():
        fields: dict[str, Any] = {k: tuple(v) if k in listed else v for k, v in entry.items()}
        found[name] = Recipe(**fields)
    return found


def read_table(path: Path) -> Table:
    """Return the rows of England with a number and a year.

    Raises
    ------
    DoorwaysError
        When the file cannot be read.
    """
    table: dict[tuple[str, str], dict[int, EvidenceRow]] = defaultdict(dict)
    try:
        for line in read_csv(path, "raw evidence table"):
            year = _YEAR.search(line["period"])
            if line["place"] == PLACE and year and _is_number(line["value"]):
                row = EvidenceRow(line["id"], float(line["value"]), line["period"], line["source"])
                key = (line["quantity"], " ".join(line["breakdown"].split()))
                table[key].setdefault(int(year[1]), row)
    except KeyError as fault:
        raise DoorwaysError(
            "raw evidence table", str(path), f"It lacks the column {fault}.", "Check --raw."
        ) from fault
    return table


def years(recipe: Recipe, table: Table) -> dict[int, list[list[EvidenceRow]]]:
    """Return the rows of each item for every year in which the recipe's rows were published."""
    if recipe.either:
        found: dict[int, list[list[EvidenceRow]]] = {}
        for breakdown in recipe.either:
            for year, row in table.get((recipe.quantity, breakdown), {}).items():
                found.setdefault(year, [[row]])
        return found
    parts = [_parts(entry) for entry in recipe.rows]
    columns = [[table.get((recipe.quantity, b), {}) for b in part] for part in parts]
    every = [set(cell) for column in columns for cell in column]
    shared = set.union(*every) if recipe.missing_is_zero else set.intersection(*every)
    return {y: [[cell[y] for cell in column if y in cell] for column in columns] for y in shared}


def written(name: str, recipe: Recipe, year: int, cells: list[list[EvidenceRow]]) -> str:
    """Return one figure as a block of TOML."""
    rows = [row for cell in cells for row in cell]
    values = [_plain(sum(row.value for row in cell)) for cell in cells]
    is_sum = any(len(cell) > 1 for cell in cells)
    fields: dict[str, Any] = {
        "says": recipe.says,
        "value": values if recipe.items else values[0],
        "unit": recipe.unit,
        "items": list(recipe.items),
        "denominator": recipe.denominator,
        "period": rows[0].period,
        "source": _key(rows[0].source),
        "locator": _locator(rows),
        "kind": "derived" if is_sum else "measured",
        "arithmetic": "Sum of the rows of each entry." if is_sum else "",
    }
    if recipe.missing_is_zero and any(not cell for cell in cells):
        fields["arithmetic"] = "An entry without a row is 0: too few to be published."
    lines = [f"{key} = {json.dumps(v, ensure_ascii=False)}" for key, v in fields.items() if v != ""]
    return "\n".join([f"[published_{name}_{year}]", *(line for line in lines if line[-2:] != "[]")])


def _write(path: Path, blocks: Iterable[str]) -> Path:
    head = (
        "# Written by calibration.beliefs.evidence.extract from the raw tables; do not edit by hand.\n\n"
        f'[_defaults]\nplace = "{PLACE}"\nused_by = ["{USER}"]\n'
    )
    text = "\n".join([head, *(f"{block}\n" for block in blocks)])
    write_text(path, text)
    return path


def _parts(entry: str | list[str]) -> list[str]:
    return [entry] if isinstance(entry, str) else entry


def _key(source: str) -> str:
    for start, key in PUBLISHER:
        if source.startswith(start):
            return key
    raise DoorwaysError("source", source, "It has no key.", "Add it to PUBLISHER and sources.toml.")


def _locator(rows: Sequence[EvidenceRow]) -> str:
    return ", ".join(row.id for row in rows)


def _plain(value: float) -> float:
    return int(value) if value == int(value) else round(value, 6)


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


if __name__ == "__main__":
    sys.exit(main())
