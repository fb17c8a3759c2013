"""The notebooks of the documentation run from the first cell to the last, on a fresh kernel, and keep no output."""

import shutil
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

FOLDER = Path(__file__).parents[1] / "docs" / "notebooks"
BOOKS = sorted(FOLDER.glob("*.ipynb"))
PAGE = FOLDER.parent / "notebooks.md"


def read(path: Path) -> Any:
    """Return a notebook."""
    return nbformat.read(path, as_version=4)


def said(book: Any) -> str:
    """Return all that the cells of a notebook that has run gave, as text."""
    outputs = [one for cell in book.cells for one in cell.get("outputs", ())]
    return "\n".join(
        one.get("text") or one.get("data", {}).get("text/plain", "") for one in outputs
    )


@pytest.mark.parametrize("path", BOOKS, ids=lambda one: one.stem)
def test_a_notebook_is_kept_without_what_it_gave(path: Path) -> None:
    """No output and no number of a run is stored, so that none can be of an older version; each is listed."""
    for cell in read(path).cells:
        assert not cell.get("outputs")
        assert cell.get("execution_count") is None
    assert f"notebooks/{path.name}" in PAGE.read_text(encoding="utf-8")


@pytest.fixture
def ran(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """What a notebook gives, run in an empty folder."""
    book = read(FOLDER / f"{request.param}.ipynb")
    # This interpreter's own kernel, whatever others are installed for the user.
    kernels = tmp_path / "kernels" / "kernels" / "here"
    kernels.mkdir(parents=True)
    spec = f'{{"argv": ["{Path(sys.executable).as_posix()}", "-m", "ipykernel_launcher", "-f", "{{connection_file}}"], "display_name": "here", "language": "python"}}'
    (kernels / "kernel.json").write_text(spec, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JUPYTER_PATH", str(tmp_path / "kernels"))
        work = tmp_path / "work"
        work.mkdir()
        client = NotebookClient(
            book, timeout=600, kernel_name="here", resources={"metadata": {"path": str(work)}}
        )
        client.execute()
    text = said(book)
    shutil.rmtree(work)
    return text


@pytest.mark.slow
@pytest.mark.parametrize(
    ("ran", "words"),
    [
        ("a_sweep", ("overlap_factor", "missing_episodes", "difference_mean")),
        ("a_figure", ("doorways compare --authority", "@", "care_entry")),
        (
            "a_batch_calibration",
            (
                *("North Yorkshire", "local_exit", "England calibrated"),
                *("4 calibrations: 4 made, 0 failed", "A rehearsal, of one council in"),
                *("level_missing_median", "hold_crps", "crps_difference", "neither", "not known"),
            ),
        ),
    ],
    indirect=["ran"],
)
def test_a_notebook_runs_and_shows_what_it_says(ran: str, words: tuple[str, ...]) -> None:
    """Every cell runs without an error and the tables it speaks of come out."""
    for word in words:
        assert word in ran
