"""One sentence a headline: how much of it would have been seen with no service at all."""

from collections.abc import Mapping
from typing import Any, Final

from scenarios import words
from scenarios.headlines.published import OF_THE_COUNCIL, Shape

_NOBODY: Final = "Nobody here could be counted for it."


def sentence(row: Mapping[str, Any]) -> str:
    """Say what a headline is made of.

    Parameters
    ----------
    row
        One of `scenarios.headlines.result.Bench.headlines`, but for its sentence.
    """
    if any(row[arm]["mean"] is None for arm in ("null", "recording", "real", "true")):
        return _NOBODY
    shape = Shape(row["shape"])
    said = {Shape.RATIO: _ratio, Shape.SHARE: _share, Shape.POUNDS: _pounds}[shape](row)
    return f"{said} {_published(row, shape)}".strip()


def _ratio(row: Mapping[str, Any]) -> str:
    """Say what a change from before to after is made of, in points of the way it goes."""
    null, recording, real = (row[arm]["mean"] for arm in ("null", "recording", "real"))
    way = 1.0 if real > 1.0 else -1.0
    parts = (
        f"{_points(way * (null - 1.0))} would have been seen with no service at all, "
        f"{_points(way * (recording - null))} because of what is written down, and "
        f"{_points(way * (real - recording))} because of what it does"
    )
    said = f"Of {_change(1.0 - real)} that would be reported, {parts}."
    true = row["true"]
    gap = f"{abs(1.0 - true['mean']):.1%} {'fewer' if true['mean'] < 1.0 else 'more'}"
    if _spans(true, 1.0):
        ends = ""
        if true["mean_low"] is not None and true["mean_high"] is not None:
            ends = f", from × {true['mean_low']:.2f} to × {true['mean_high']:.2f}"
        whose = "the council" if row["name"] in OF_THE_COUNCIL else "the same young people"
        return f"{said} What truly changes in {whose} cannot be told: on average {gap}{ends}."
    if row["name"] in OF_THE_COUNCIL:
        return f"{said} Against the same day without it there are {gap}."
    return f"{said} The same young people truly have {gap}."


def _share(row: Mapping[str, Any]) -> str:
    """Say what a share is made of."""
    null, real = (row[arm]["mean"] for arm in ("null", "real"))
    return (
        f"{real:.0%} would be reported; {null:.0%} would have been with no service at all. In the same "
        f"young people the difference is {_signed(row['true']['mean'])} points"
        f"{', and cannot be told from none' if _spans(row['true'], 0.0) else ''}."
    )


def _pounds(row: Mapping[str, Any]) -> str:
    """Say what a saving is made of."""
    null, real = (row[arm]["mean"] for arm in ("null", "real"))
    return (
        f"{_saving(real)} a year would be reported; {_saving(null)} with no service at all. Against the "
        f"same year without it: {_saving(row['true']['mean'])}."
    )


def _published(row: Mapping[str, Any], shape: Shape) -> str:
    """Say what was published."""
    if row["published"] is None:
        return ""
    value = row["published"]["value"]
    if shape is Shape.POUNDS:
        return f"Published: {words.number(value, 'money')} a year."
    if shape is Shape.SHARE:
        return f"Published: {value:.0%}."
    return f"Published: {_change(1.0 - value)}."


def _spans(one: Mapping[str, Any], nothing: float) -> bool:
    """Tell whether an interval holds nothing, or there is none."""
    low, high = one.get("mean_low"), one.get("mean_high")
    return low is None or high is None or low <= nothing <= high


def _change(fall: float) -> str:
    if f"{abs(fall):.0%}" == "0%":
        return "no change"
    return f"a {'fall' if fall >= 0 else 'rise'} of {abs(fall):.0%}"


def _points(share: float) -> str:
    return f"{_signed(share)} points"


def _signed(share: float) -> str:
    """Write percentage points with their sign, a true minus and no sign for nothing."""
    text = f"{100 * share:+.0f}".replace("-", "−")
    return "0" if text in ("+0", "−0") else text


def _saving(pounds: float) -> str:
    said = "saved" if pounds >= 0 else "more spent"
    return f"{words.number(abs(pounds), 'money')} {said}"
