"""Run all of some tasks: everything they give, or an error; never a part of it as if it were the whole."""

from collections.abc import Callable, Sequence

from simulation.runner.answers import Answers
from simulation.runner.execution import USUAL, Execution, StoppedError
from simulation.runner.run import run_tasks
from simulation.runner.shelf import Shelf


def run_all[T, R](
    tasks: Sequence[T],
    function: Callable[[T], R],
    execution: Execution = USUAL,
    *,
    what: str,
    each: str = "replicates",
) -> list[R]:
    """Run tasks and return what each gives, in their order; with a shelf, what is there need not run.

    Parameters
    ----------
    tasks, function, execution
        As for `simulation.runner.run.run_tasks`.
    what, each
        What is being found out, and what its tasks are in the plural: for messages.

    Raises
    ------
    StoppedError
        When it was stopped before its end.
    DoorwaysError
        When a task fails.
    """
    # By identity, which a sequence that makes its members anew would not keep.
    wanted, found = list(tasks), dict[int, R]()
    if execution.shelf is None:
        outcome = run_tasks(
            wanted, function, execution, on_result=lambda task, one: found.update({id(task): one})
        )
        if outcome.missing:
            done = f"{len(outcome.finished):,} of {len(wanted):,} {each}"
            raise StoppedError(
                what, done, "It was stopped; nothing of it is kept.", "Run it again."
            )
    else:
        found = _with_answers(wanted, function, execution, execution.shelf, what, each)
    return [found[id(task)] for task in wanted]


def _with_answers[T, R](
    wanted: Sequence[T],
    function: Callable[[T], R],
    execution: Execution,
    shelf: Shelf,
    what: str,
    each: str,
) -> dict[int, R]:
    """Run what has no answer on a shelf, keep each that comes, and return all by the identity of their tasks."""
    answers = Answers(shelf, function, wanted)
    found = dict(answers.kept)
    left = [task for task in wanted if id(task) not in found]

    def keep(task: T, result: R) -> None:
        found[id(task)] = result
        answers.add(task, result)

    try:
        run_rest(left, function, execution, keep, total=len(wanted), what=what, each=each)
    finally:
        answers.flush()
    return found


def run_rest[T, R](
    left: Sequence[T],
    function: Callable[[T], R],
    execution: Execution,
    on_result: Callable[[T, R], None],
    *,
    total: int,
    ready: int | None = None,
    what: str,
    each: str = "replicates",
) -> None:
    """Run what is left of some tasks and hand on each result, which is kept whatever comes after.

    Parameters
    ----------
    left, function, on_result
        As for `simulation.runner.run.run_tasks`.
    execution
        How they run, who is told how many of all are there, and who may stop it.
    total, ready
        How many there are of all, and how many of them need not run; by default all but those left.
    what, each
        As for `run_all`.

    Raises
    ------
    StoppedError
        When it was stopped before its end.
    DoorwaysError
        When a task fails.
    """
    there = total - len(left) if ready is None else ready
    outcome = run_tasks(left, function, execution.after(there, total), on_result=on_result)
    if outcome.missing:
        raise StoppedError(
            what,
            f"{there + len(outcome.finished):,} of {total:,} {each}",
            "It was stopped; what was finished is kept.",
            "Run it again to do the rest.",
        )
