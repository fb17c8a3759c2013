"""`doorways version`: which product, which results."""

import platform

from dashboards.cli.console import output
from simulation.version import PRODUCT_VERSION, RESULTS_VERSION


def version() -> None:
    """Show the product version, the results version and the Python that runs it.

    Two runs with the same results version, inputs and seed give the same numbers.
    """
    console = output()
    console.print(f"doorways {PRODUCT_VERSION}")
    console.print(f"results version {RESULTS_VERSION}")
    console.print(f"Python {platform.python_version()} on {platform.system()}")
