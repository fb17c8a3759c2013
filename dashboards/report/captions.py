"""Where a chart's numbers come from, for one that is pasted elsewhere."""

from datetime import UTC, date, datetime

from simulation.version import PRODUCT_VERSION, RESULTS_VERSION


def today() -> date:
    """Return the day on which something is written down here."""
    return datetime.now(UTC).astimezone().date()


def day(when: date) -> str:
    """Write a day: 3 May 2026."""
    return f"{when.day} {when:%B %Y}"


def source(made: date | None) -> str:
    """Say as a sentence which program and results version made it, and when it was written down."""
    when = f", {day(made)}" if made else ""
    return f"Source: Doorways {PRODUCT_VERSION}, results version {RESULTS_VERSION}{when}."
