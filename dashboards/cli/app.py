"""The command `doorways`: each command is a file beside this one."""

import logging
import os
import sys

import typer

from dashboards.cli.adapt import adapt
from dashboards.cli.authorities import authorities
from dashboards.cli.backtest import backtest
from dashboards.cli.batch import batch
from dashboards.cli.calibrate import calibrate
from dashboards.cli.case import case
from dashboards.cli.check import check
from dashboards.cli.cite import cite
from dashboards.cli.compare import compare
from dashboards.cli.console import speak_utf8
from dashboards.cli.dashboard import dashboard
from dashboards.cli.data import data
from dashboards.cli.describe import describe
from dashboards.cli.diagnose import diagnose
from dashboards.cli.doctor import doctor
from dashboards.cli.effects import effects
from dashboards.cli.england import england
from dashboards.cli.evidence import evidence
from dashboards.cli.export_903 import export_903
from dashboards.cli.figure import figure
from dashboards.cli.forecast import forecast
from dashboards.cli.forget import forget
from dashboards.cli.funnel import funnel
from dashboards.cli.guard import BROKEN, TERMINATED, GuardedGroup, guarded
from dashboards.cli.headlines import headlines
from dashboards.cli.import_903 import import_903
from dashboards.cli.launch import launch
from dashboards.cli.measures import measures
from dashboards.cli.new import new
from dashboards.cli.optional_value import NeededCommand
from dashboards.cli.order import order
from dashboards.cli.portfolio import portfolio
from dashboards.cli.readiness import readiness
from dashboards.cli.replay import replay
from dashboards.cli.resources import resources
from dashboards.cli.scenarios import scenarios
from dashboards.cli.sensitivity import sensitivity
from dashboards.cli.services import services
from dashboards.cli.store import store
from dashboards.cli.stories import stories
from dashboards.cli.streams import mind_width, open_missing
from dashboards.cli.trial import trial
from dashboards.cli.validate import validate
from dashboards.cli.version import version
from dashboards.cli.workshop import workshop
from simulation.runner.interrupt import mind_termination, told_to_end

app = typer.Typer(
    name="doorways",
    cls=GuardedGroup,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
    help=(
        "Simulate children's social care in an English council and see what a service would "
        "change.\n\nStart with: doorways compare"
    ),
    epilog="Synthetic data: for learning and planning, not a prediction of any child.",
)

for _command in (
    compare,
    forecast,
    case,
    portfolio,
    england,
    funnel,
    headlines,
    trial,
    launch,
    resources,
    readiness,
    adapt,
    order,
    import_903,
    export_903,
    forget,
    authorities,
    scenarios,
    stories,
    services,
    new,
    validate,
    describe,
    measures,
    cite,
    figure,
    effects,
    calibrate,
    diagnose,
    backtest,
    sensitivity,
    replay,
    doctor,
    dashboard,
    workshop,
    version,
):
    app.command(cls=NeededCommand if _command is compare else None)(_command)
app.add_typer(batch, name="batch")
app.add_typer(store, name="store")
app.add_typer(data, name="data")
app.add_typer(evidence, name="evidence")
app.add_typer(check, name="check")


def main() -> None:
    """Run the command line."""
    open_missing()
    mind_width()
    speak_utf8()
    mind_termination()
    # One thread in linear algebra, said before NumPy is loaded here or in a worker: results are the
    # same to the byte on any number of cores, and workers do not get in each other's way.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    # No rule uses the compiler's own threads, and a number it cannot use would end every command.
    os.environ["NUMBA_NUM_THREADS"] = "1"
    # Without a home that can be written it makes do with a temporary folder, and says so at length.
    logging.getLogger("matplotlib").setLevel(logging.ERROR)
    code = _code_of_running()
    sys.exit(TERMINATED if told_to_end() else code)


def _code_of_running() -> int:
    try:
        with guarded():
            try:
                app()
            finally:
                # A pipe without a reader or a full disk may show only now, and is told like any other.
                sys.stdout.flush()
    except typer.Exit as leaving:
        return leaving.exit_code
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else BROKEN
    return 0
