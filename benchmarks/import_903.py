"""How long an import of a large return takes, and how much memory: a fresh process each time.

python benchmarks/import_903.py
python benchmarks/import_903.py --episodes 200000 --form xlsx
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

from xlsxwriter import Workbook

from fuzzing.made_returns import COLUMNS, Returns, lives, returns, write

YEARS = (2018, 2019, 2020, 2021, 2022)
#: What the task allows for 100,000 episodes: seconds, and bytes of memory.
MOST_SECONDS, MOST_BYTES = 20.0, 1_000_000_000
#: Rows that a child of `lives` has in all returns together, about.
_ROWS_A_CHILD = 4.3


def make(folder: Path, episodes: int, form: str) -> int:
    """Write a made-up return of at least so many episode rows; return how many."""
    made = returns(lives(round(episodes / _ROWS_A_CHILD), YEARS, moves=3.0), YEARS)
    if form == "xlsx":
        _write_workbooks(folder, made)
    else:
        write(folder, made)
    if form == "zip":
        with zipfile.ZipFile(folder / "return.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            for path in sorted(folder.glob("*/*.csv")):
                archive.write(path, path.relative_to(folder))
    return sum(len(tables["episodes"]) for tables in made.values())


def _write_workbooks(folder: Path, made: Returns) -> None:
    for year, tables in made.items():
        book = Workbook(
            str(folder / f"{year - 1}-{year % 100:02d}.xlsx"), {"constant_memory": True}
        )
        for name, rows in tables.items():
            sheet = book.add_worksheet(name)
            columns = COLUMNS[name].split()
            sheet.write_row(0, 0, columns)
            for number, row in enumerate(rows, start=1):
                sheet.write_row(number, 0, [row[column] for column in columns])
        book.close()


def measure(path: Path) -> dict[str, float]:
    """Import once in a process of its own: seconds, peak bytes, rows."""
    code = (
        "import json, resource, sys, time; from pathlib import Path\n"
        "began = time.perf_counter()\n"
        "from calibration.beliefs.returns.accounts import account\n"
        "from calibration.beliefs.returns.importing import import_returns\n"
        f"found = account(import_returns(Path({str(path)!r}), lenient=True))\n"
        "peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024\n"
        "print(json.dumps({'seconds': time.perf_counter() - began, 'bytes': peak, **found['rows']}))\n"
    )
    told = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True, encoding="utf-8"
    )
    found: dict[str, float] = json.loads(told.stdout)
    return found


def main() -> int:
    """Print what it takes; the exit status is 1 when it is more than allowed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--episodes", type=int, default=100_000)
    parser.add_argument("--form", choices=("csv", "zip", "xlsx"), default="csv")
    parser.add_argument("--times", type=int, default=3)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        began = time.perf_counter()
        rows = make(folder, chosen.episodes, chosen.form)
        print(
            f"{rows:,} episode rows written as {chosen.form} in {time.perf_counter() - began:.0f} s"
        )
        path = folder / "return.zip" if chosen.form == "zip" else folder
        runs = [measure(path) for _ in range(chosen.times)]
    worst, peak = max(one["seconds"] for one in runs), max(one["bytes"] for one in runs)
    print(f"rows read {runs[0]['read']:,}: slowest {worst:.1f} s, peak {peak / 1e6:,.0f} MB")
    print(f"allowed for 100,000 episodes: {MOST_SECONDS:g} s, {MOST_BYTES / 1e6:,.0f} MB")
    return int(worst > MOST_SECONDS or peak > MOST_BYTES)


if __name__ == "__main__":
    sys.exit(main())
