"""What `doorways compare` finds out once its answer is on screen: reach, for whom, what has to be true."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from dashboards.cli.console import messages
from dashboards.cli.progress import Bar
from dashboards.cli.running import shelved
from dashboards.report.needed_parts import answers
from simulation.runner.execution import Execution, StoppedError
from simulation.runner.shelf import Shelf

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from rich.console import Console

    from scenarios.comparison import Comparison
    from scenarios.funnel.beside import Following
    from scenarios.needed.target import Target
    from scenarios.request import CompareRequest


def following_of(
    request: "CompareRequest", execution: Execution, db: str | Path | None
) -> "Following | None":
    """Return what follows the first of a comparison's pairs while they run; None where nobody is referred."""
    from scenarios.funnel.beside import Following
    from scenarios.funnel.study import has_services

    @contextmanager
    def shelf() -> "Iterator[Shelf]":
        with shelved(execution, db) as kept:
            assert kept.shelf is not None
            yield kept.shelf

    return Following(shelf) if has_services(request.arms()[1]) else None


def with_funnel(
    request: "CompareRequest",
    comparison: "Comparison",
    execution: Execution,
    following: "Following | None",
    *,
    quiet: bool,
) -> "Comparison":
    """Return a comparison with its funnel; as it is when that is stopped, or nobody is referred."""
    from scenarios.funnel.beside import funnel_beside

    already = following.pairs if following else {}

    found = _unless_stopped(
        "Following who comes into care",
        lambda told: funnel_beside(request, comparison, execution=told, already=already),
        execution,
        "Stopped following. The comparison is whole; its report has no funnel. The same command goes on.",
        quiet=quiet,
    )
    return comparison if found is None else replace(comparison, funnel=found.to_dict())


def asked_for(text: str, request: "CompareRequest") -> "Target":
    """Return what --needed asks for, once the scenario is known to open something in time.

    Raises
    ------
    DoorwaysError
        When there is no such measure or amount, or nothing that could be otherwise in time.
    """
    from scenarios.needed.study import refuse_without_levers
    from scenarios.needed.target import target_of

    target = target_of(text)
    refuse_without_levers(request)
    return target


def with_needed(
    request: "CompareRequest",
    comparison: "Comparison",
    target: "Target",
    execution: Execution,
    *,
    quiet: bool,
) -> "Comparison":
    """Return a comparison with what would have to be true; as it is when that is stopped."""
    from scenarios.needed.study import needed

    found = _unless_stopped(
        "What would have to be true",
        lambda told: needed(request, target, execution=told),
        execution,
        "Stopped asking what would have to be true. The comparison is whole. The same command goes on.",
        quiet=quiet,
    )
    return comparison if found is None else replace(comparison, needed=found.to_dict())


def with_whom(
    request: "CompareRequest", comparison: "Comparison", execution: Execution, *, quiet: bool
) -> "Comparison":
    """Return a comparison with for whom its arms differ; as it is when that is stopped."""
    from scenarios.whom.study import for_whom

    found = _unless_stopped(
        "For whom",
        lambda told: for_whom(request, execution=told),
        execution,
        "Stopped asking for whom. The comparison is whole. The same command goes on.",
        quiet=quiet,
    )
    return comparison if found is None else replace(comparison, whom=found.to_dict())


def _unless_stopped[T](
    title: str, work: Callable[[Execution], T], execution: Execution, said: str, *, quiet: bool
) -> T | None:
    """Return what is found behind a bar; nothing when that is stopped, which is said."""
    bar = Bar(title, quiet=quiet)
    try:
        with bar:
            return work(bar.watching(execution))
    except (KeyboardInterrupt, StoppedError):
        messages().print(said)
        return None


def show_beside(console: "Console", comparison: "Comparison") -> None:
    """Print the sentences of what was found besides."""
    from dashboards.cli.funnel_table import show_sentences

    if comparison.funnel is not None:
        console.print()
        show_sentences(console, comparison.funnel)
    if comparison.whom is not None:
        _show_whom(console, comparison.whom)
    if comparison.needed is not None:
        console.print()
        console.print(comparison.needed["opening"], style="bold", markup=False)
        for part in answers(comparison.needed):
            console.print(part.heading)
            for sentence in part.sentences:
                console.print(f"  {sentence}", markup=False)
        console.print(comparison.needed["method"], markup=False)


def _show_whom(console: "Console", found: "Mapping[str, Any]") -> None:
    """Print for whom the arms differ."""
    from dashboards.cli.sheet_table import sheet_table
    from dashboards.report import whom_sheets

    console.print("\nFor whom", style="bold")
    if said := whom_sheets.sentence(found):
        console.print(said, style="bold", markup=False)
    if (sheet := whom_sheets.living(found)) is not None:
        console.print(sheet_table(sheet))
    console.print(f"\n{whom_sheets.READING}")
    console.print(sheet_table(whom_sheets.groups(found)))
    for note in found["notes"]:
        console.print(f"Note: {note}", markup=False)
