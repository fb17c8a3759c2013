"""Write docs/import-903-rules.md: every rule of an import, by the number of its problem, from its table.

Run as ``python -m dashboards.documentation.return_rules``. A test compares the page with what this would write.
"""

from pathlib import Path
from typing import Final

from calibration.beliefs.returns.rules import Rule, rules
from simulation.files.writing import write_text

PAGE: Final = Path(__file__).parents[2] / "docs" / "import-903-rules.md"
_OPENING: Final = """# Importing a return: every rule

Written from `calibration/beliefs/returns/rules.csv` by `python -m dashboards.documentation.return_rules`;
[import-903.md](import-903.md) says how to read it. **refuse**: nothing is read, strict or lenient. **stop**: a strict import
stops when everything is listed; with `--lenient` what stands in the last column is done. **warn**, **note**: neither stops,
and what stands in the last column is done in both. National numbers are those of the Department for Education's validation rules.

| no. | rule | national | weight | what is wrong | what is done about it |
| --- | --- | --- | --- | --- | --- |
"""


def page() -> str:
    """Return the whole page as Markdown."""
    ordered = sorted(rules().values(), key=lambda rule: int(rule.problem))
    return _OPENING + "".join(_row(rule) for rule in ordered)


def _row(rule: Rule) -> str:
    cells = (rule.problem, f"`{rule.name}`", rule.national, rule.weight, rule.words, rule.treatment)
    return f"| {' | '.join(cells)} |\n"


def write(path: Path = PAGE) -> None:
    """Write the page."""
    write_text(path, page())


if __name__ == "__main__":
    write()
