"""Files to take away: in a folder of their own, under a key that cannot be guessed."""

import secrets
import shutil
import tempfile
import weakref
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from dashboards.report.charts import Chart


@dataclass(frozen=True, eq=False)
class Away:
    """Hold files to take away, which go when nobody holds them any more.

    Attributes
    ----------
    key
        Names them in an address; cannot be guessed.
    files
        By what they are called: their names within the folder.
    """

    folder: Path
    key: str
    files: Mapping[str, str]

    @property
    def offered(self) -> frozenset[str]:
        """Return the names of its files."""
        return frozenset(self.files.values())


@contextmanager
def fresh() -> Iterator[Path]:
    """Give an empty folder, which goes at once when what fills it fails."""
    folder = Path(tempfile.mkdtemp(prefix="doorways-"))
    try:
        yield folder
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def kept(folder: Path, files: Mapping[str, str]) -> Away:
    """Return what is offered of a folder, which goes with it."""
    away = Away(folder, secrets.token_urlsafe(24), files)
    weakref.finalize(away, shutil.rmtree, folder, ignore_errors=True)
    return away


def files_of(named: Mapping[str, str], *charts: Chart) -> dict[str, str]:
    """Return what is offered by what it is called, with its kind: files by name, and the pictures of charts."""
    offered = [(what, name) for what, name in named.items() if Path(name).suffix]
    for place, one in enumerate(charts, start=1):
        what = f"Chart {place}" if len(charts) > 1 else "Chart"
        offered += [(what, f"charts/{one.name}{kind}") for kind in (".svg", ".png")]
    return {f"{what} ({Path(name).suffix[1:].upper()})": name for what, name in offered}
