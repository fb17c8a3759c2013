"""What a page says of a study that runs nothing while it is worked out."""

from pathlib import Path
from typing import Any

import pytest

from dashboards.jobs import Job
from dashboards.pages import fields
from dashboards.pages.running_study import WORKING, run
from dashboards.pages.showing import progress_words
from dashboards.pages.studies import by_name


@pytest.mark.slow
def test_a_study_that_runs_nothing_never_speaks_of_runs(tmp_path: Path) -> None:
    """From its beginning it says what is done: first that it is worked out, then that charts are drawn."""
    study = by_name()["diagnose"]
    job: Job[Any, Any] = Job(study.chosen(fields.settle({}, study.fields)[0]), "running")
    seen: list[str] = []
    entered = job.enter

    def enter(stage: str) -> None:
        entered(stage)
        seen.append(progress_words(job, "ready"))

    job.enter = enter  # type: ignore[method-assign]
    assert run(job.choice, str(tmp_path / "runs.sqlite"), job).headline
    assert seen == [f"{WORKING}…", "Drawing its charts…"]
