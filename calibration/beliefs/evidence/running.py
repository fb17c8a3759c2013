"""Check where services run already, as their folders list it: councils there are, works the register has."""

from collections.abc import Iterable, Mapping

from calibration.beliefs.authorities.load import profile
from calibration.beliefs.evidence.figure import Problem, Source
from simulation.errors import DoorwaysError
from simulation.services.already_run import AlreadyRun


def running_rows() -> tuple[AlreadyRun, ...]:
    """Return every council that runs a service already, of every service."""
    # Imported here: a register of one's own is checked without loading the model.
    from simulation.discover import services

    return tuple(row for service in services() for row in service.already_run())


def of_running(rows: Iterable[AlreadyRun], known: Mapping[str, Source]) -> list[Problem]:
    """List what is wrong with rows of councils that run a service already."""
    found: list[Problem] = []
    for row in rows:
        if row.source not in known:
            says = f"names the source {row.source!r}, which sources.toml lacks"
            found.append(Problem(row.council, "source", says))
        try:
            name = profile(row.code).name
        except DoorwaysError as fault:
            found.append(Problem(row.council, "council", f"runs a service already, but: {fault}"))
            continue
        if name != row.council:
            found.append(Problem(row.council, "council", f"has the code of {name}"))
    return found
