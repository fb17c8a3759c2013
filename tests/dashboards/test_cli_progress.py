"""How far a long job is, where nobody watches a terminal: lines with rate and time left, now and then."""

import pytest

from dashboards.cli.progress import EVERY, Bar


class Clock:
    """Seconds that pass when told to."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        """Return the seconds."""
        return self.now


def test_a_log_gets_a_line_now_and_then(capsys: pytest.CaptureFixture[str]) -> None:
    """One every so many seconds with rate and time left, and one for the end; none for each future."""
    clock = Clock()
    with Bar("Simulating", quiet=False, clock=clock) as bar:
        for done in range(0, 101):
            clock.now = done * 0.5
            bar.update(done, 100)
    lines = capsys.readouterr().err.splitlines()
    assert lines[0] == f"Simulating: {int(2 * EVERY)} of 100, 2.0 a second, about 40 seconds left"
    assert lines[-1] == "Simulating: 100 of 100, 2.0 a second"
    assert len(lines) == 5


def test_stages_end_with_where_they_were(capsys: pytest.CaptureFixture[str]) -> None:
    """What is stored has no rate; what is stopped says how far it came; a stage of nothing says nothing."""
    with Bar("First", quiet=False, clock=Clock()) as bar:
        bar.update(7, 7)
        bar.name("Second")
        bar.name("Third")
        bar.update(2, 9)
    assert capsys.readouterr().err.splitlines() == ["First: 7 of 7", "Third: 2 of 9"]


def test_quiet_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    """Not even at the end."""
    with Bar("First", quiet=True, clock=Clock()) as bar:
        bar.update(7, 7)
    assert not capsys.readouterr().err
