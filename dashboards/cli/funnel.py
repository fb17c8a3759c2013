"""`doorways funnel`: of those who come into care, how many a service reaches, and where they are lost."""

from pathlib import Path
from typing import TYPE_CHECKING

from dashboards.cli.asked import STDOUT
from dashboards.cli.delivering import JsonFile, check_file, deliver_json, screen, tell_where
from dashboards.cli.running import simulating
from dashboards.cli.simulated import Simulated, simulates

if TYPE_CHECKING:
    from scenarios.funnel.result import Funnel
    from scenarios.request import CompareRequest


@simulates(replicates=20)
def funnel(said: Simulated, json_file: JsonFile = None) -> None:
    """Follow those who come into care through a scenario's services, and show where they are lost.

    Referred, accepted, supported, in time, and how strongly; whom each service supports and how
    that ends. The futures are those of the comparison of the same seed, and
    Ctrl-C loses nothing.
    """
    from scenarios.funnel.study import funnel as run
    from scenarios.funnel.study import refuse_without_services

    refuse_without_services(said.request.scenario)
    check_file(json_file)
    _check(said.request)
    with simulating(said) as (_, told):
        found = run(said.request, execution=told)
    _deliver(found, json_file, quiet=said.quiet)


def _check(request: "CompareRequest") -> None:
    """Check what can be checked before a bar appears: council and scenarios."""
    from calibration.beliefs.authorities.load import profile

    request.arms()
    profile(request.authority, request.base_year)


def _deliver(found: "Funnel", json_file: str | None, *, quiet: bool) -> None:
    from dashboards.cli.funnel_table import show

    plain = found.to_dict()
    deliver_json(json_file, plain)
    if quiet:
        return
    console = screen(json_file)
    show(console, plain)
    if json_file is not None and json_file != STDOUT:
        tell_where(console, Path(), {"Numbers": json_file})
