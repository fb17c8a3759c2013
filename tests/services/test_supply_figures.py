"""What recruitment nationally is shared out by is England's own published number."""

from calibration.beliefs.evidence.load import figures


def test_englands_children_are_those_published_under_another_name() -> None:
    """Two names, one number: the second is read by every run, so that no back-test meets a later year's."""
    assert figures()["england_looked_after"].value == figures()["published_cla_2024"].value
