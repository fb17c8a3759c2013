"""What a hub's description says of who comes can be read without knowing the model."""

from typer.testing import CliRunner

from dashboards.cli.app import app


def test_how_often_others_are_referred_is_said_against_whom() -> None:
    """Each reason is a share of how often the first are referred, never a bare number."""
    said = CliRunner().invoke(app, ["describe", "no-wrong-door"]).stdout
    (line,) = (one for one in said.splitlines() if one.strip().startswith("Who comes"))
    assert "is referred 3.3 times a year to each hub" in line
    assert "in need and in a crisis, 3% as often" in line
    assert "under 16 and in a crisis, just as often" in line
    assert "0.03" not in line
