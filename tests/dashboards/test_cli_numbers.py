"""Numbers on the command line: what is none is told in one sentence, and per cents are read."""

import pytest
from typer.testing import CliRunner

from dashboards.cli.app import app
from dashboards.cli.unread import share_of


@pytest.mark.parametrize(
    ("told", "parts"),
    [
        ("forecast --years 2.5", ("--years: '2.5'", "a whole number", "for example --years 5")),
        ("compare --seed abc", ("--seed: 'abc'", "a whole number", "for example --seed 1")),
        ("compare --step-days x", ("--step-days: 'x'", "takes a number", "--step-days 7")),
        ("forecast --from-month x", ("--from-month: 'x'", "forecast --help says")),
        ("forecast --inflation x", ("--inflation: 'x'", "takes a share", "forecast --help")),
        ("forecast --inflation £3", ("--inflation: '£3'", "takes a share")),
        ("case --off-savings nan", ("--off-savings: 'nan'", "takes a share")),
        ("backtest --replicates 1", ("--replicates: '1'", "takes 2 or more")),
        ("store runs --most 9999999", ("--most: '9999999'", "takes at most")),
        ("trial --design {x}", ("--design: '{x}'", "is not one of", "trial --help")),
        ("import-903 . --start x", ("--start: 'x'", "a whole number", "import-903 --help")),
    ],
)
def test_a_number_that_is_none_is_told_in_our_words(told: str, parts: tuple[str, ...]) -> None:
    """Option, value, rule and next step are said, with code 2 and without Typer's own sentence."""
    result = CliRunner().invoke(app, told.split())
    assert result.exit_code == 2
    said = " ".join(result.stderr.split())
    for part in parts:
        assert part in said, said
    assert "Input should be" not in said


@pytest.mark.parametrize(
    ("said", "share"), [("3%", 0.03), ("0.03", 0.03), (".03", 0.03), ("-2%", -0.02), (0.0, 0.0)]
)
def test_a_share_is_a_number_or_per_cents(said: object, share: float) -> None:
    """3% and 0.03 are the same share."""
    assert share_of(said) == pytest.approx(share)
