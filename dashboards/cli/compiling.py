"""Say so when the rules are about to be compiled for the first time on this machine."""

from dashboards.cli.console import messages


def announce(*, quiet: bool) -> None:
    """Say that the first run compiles the rules, unless they were compiled before."""
    from simulation.compile import is_compiled
    from simulation.discover import model_rules

    if quiet or is_compiled(model_rules()):
        return
    messages().print(
        "The rules are compiled first, this once: it takes under a minute, and later runs start "
        "at once."
    )
