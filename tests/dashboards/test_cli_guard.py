"""What a user sees when something goes wrong: one message, an exit code, no traceback."""

import io
import sys

import pytest
import typer
from typer.testing import CliRunner

from dashboards.cli.console import output, speak_utf8
from dashboards.cli.guard import DEBUG, GuardedGroup
from simulation.errors import DoorwaysError
from simulation.runner.execution import StoppedError


def failing(error: BaseException) -> typer.Typer:
    """Build a program whose one command fails."""
    app = typer.Typer(cls=GuardedGroup, pretty_exceptions_enable=False)

    @app.callback()
    def _program() -> None:
        """Hold the command."""

    @app.command()
    def run() -> None:
        """Fail."""
        raise error

    return app


MISTAKE = DoorwaysError(
    "council", "Nort [bold]", "No council has this name.", "Did you mean North Yorkshire?"
)


def test_a_mistake_is_one_message_with_code_2(monkeypatch: pytest.MonkeyPatch) -> None:
    """A user's mistake names thing, value, rule and next step on stderr, brackets untouched."""
    monkeypatch.delenv(DEBUG, raising=False)
    result = CliRunner().invoke(failing(MISTAKE), ["run"])
    assert result.exit_code == 2
    assert result.stdout == ""
    for part in ("Council", "Nort [bold]", MISTAKE.rule, MISTAKE.next_step):
        assert part in result.stderr
    assert "Traceback" not in result.output


def test_a_fault_of_ours_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    """Anything unforeseen is told in a sentence, with code 1 and without a traceback."""
    monkeypatch.delenv(DEBUG, raising=False)
    result = CliRunner().invoke(failing(ValueError("odd")), ["run"])
    assert result.exit_code == 1
    assert "ValueError: odd" in result.stderr
    assert "doorways doctor" in result.stderr
    assert "Traceback" not in result.output


def test_debug_keeps_the_trail(monkeypatch: pytest.MonkeyPatch) -> None:
    """With DOORWAYS_DEBUG the error itself comes through."""
    monkeypatch.setenv(DEBUG, "1")
    result = CliRunner().invoke(failing(MISTAKE), ["run"])
    assert result.exception is MISTAKE


@pytest.mark.parametrize(
    "stopped",
    [KeyboardInterrupt(), StoppedError("England", "2 of 150", "It was stopped.", "Run it again.")],
)
def test_ctrl_c_leaves_with_130(stopped: BaseException) -> None:
    """An interrupted command leaves with the code shells expect, at whatever moment it was told."""
    result = CliRunner().invoke(failing(stopped), ["run"])
    assert result.exit_code == 130
    assert "Stopped" in result.stderr


def test_a_windows_code_page_does_not_stop_the_output(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal that speaks cp1252 still gets every sign, as UTF-8."""
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="cp1252"))
    speak_utf8()
    output().print("−23 → £1.2m ┃")
    sys.stdout.flush()
    assert raw.getvalue().decode("utf-8").strip() == "−23 → £1.2m ┃"


def test_help_fills_its_lines() -> None:
    """A paragraph ends where the window does, not where a line of the source does."""
    app = typer.Typer(cls=GuardedGroup, rich_markup_mode="rich")
    app.callback()(lambda: None)

    @app.command()
    def run() -> None:
        """Do it.

        Here a line
        ends in the source.

        Another paragraph.
        """

    said = CliRunner().invoke(app, ["run", "--help"]).stdout
    assert "Here a line ends in the source." in said
    assert "source. Another" not in " ".join(said.splitlines())
