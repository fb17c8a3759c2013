"""What `doorways compare` finds out once its answer is on screen: the funnel, and what would have to be true."""

from dataclasses import replace
from typing import TYPE_CHECKING

from dashboards.cli.console import messages
from dashboards.cli.progress import Bar
from simulation.runner.execution import Execution, StoppedError

if TYPE_CHECKING:
    from rich.console import Console

    from scenarios.comparison import Comparison
    from scenarios.request import CompareRequest


def with_funnel(
    request: "CompareRequest", comparison: "Comparison", execution: Execution, *, quiet: bool
) -> "Comparison":
    """Return a comparison with its funnel; as it is when that is stopped, or nobody is referred."""
    from scenarios.funnel.beside import funnel_beside

    bar = Bar("Following who comes into care", quiet=quiet)
    try:
        with bar:
            found = funnel_beside(
                request, comparison, execution=replace(execution, progress=bar.update)
            )
    except (KeyboardInterrupt, StoppedError):
        messages().print("Stopped following. The comparison is whole; its report has no funnel.")
        return comparison
    return comparison if found is None else replace(comparison, funnel=found.to_dict())


def show_beside(console: "Console", comparison: "Comparison") -> None:
    """Print the sentences of what was found besides."""
    from dashboards.cli.funnel_table import show_sentences

    if comparison.funnel is not None:
        console.print()
        show_sentences(console, comparison.funnel)
