"""Say so when the rules are about to be compiled, and why: once, before any worker starts."""

from dashboards.cli.console import messages


def announce(*, quiet: bool) -> None:
    """Say that the rules are compiled first, unless what was compiled before can be read back.

    Where nothing can be kept, a temporary folder is used from here on.
    """
    from simulation.compile import engine_name
    from simulation.discover import model_rules
    from simulation.engine_cache import FOLDER, Kept, folder, look, move_away, unusable

    kept, place = look(engine_name(model_rules())), folder()
    if kept is Kept.GOOD:
        return
    why = unusable()
    if why:
        move_away()
        says = (
            f"Compiled rules cannot be kept in {place} ({why}), so they are compiled for this run "
            f"only: it takes under a minute. The environment variable {FOLDER} names another folder."
        )
    elif kept is Kept.DAMAGED:
        says = (
            "The rules compiled before were damaged. They are discarded and compiled again, which "
            "takes under a minute."
        )
    else:
        says = (
            "The rules are compiled first, this once: it takes under a minute, and later runs "
            "start at once."
        )
    if not quiet:
        messages().print(says, markup=False)
