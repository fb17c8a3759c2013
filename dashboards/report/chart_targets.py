"""Published beside simulated: all targets in one picture, and one picture a group."""

import math
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from dashboards.report import diagnose_words as say_it
from dashboards.report import style
from dashboards.report.charts import Chart, beside, canvas, save, say
from dashboards.report.diagnose_content import HOLD, Diagnosis, Shown
from dashboards.report.lettering import fill
from simulation.names import slug

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: Residuals further out than this are drawn as arrows at the edge.
FURTHEST = 6.0
#: Ends of the 90% interval in standard deviations.
_NINETY = 1.645
_LABEL = 40
_MARKS = "Circle: fitted. Diamond: held out, never seen by the calibration."


def overview(of: Diagnosis, folder: Path) -> Chart | None:
    """Draw the standardised residual of every target, or nothing when they have none."""
    targets = [one for one in of.targets if one.residual is not None]
    if not targets:
        return None
    missed = len(of.missed)
    title = say_it.headed(
        of, f"{missed} of {len(of.targets)} published patterns lie outside the 90% interval"
    )
    said = "; ".join(
        f"{name}: {sum(one.inside for one in own)} of {len(own)} inside"
        for name, own in of.groups()
    )
    alternative = say_it.headed(of, f"Standardised residuals of all targets by group. {said}.")
    caption = (
        f"{_MARKS} Filled: outside the 90% interval. Grey band: 90 in 100 should lie in it. Right of "
        f"0: more was published than the model shows. Arrows: beyond {FURTHEST:.0f}."
    )
    with canvas(2.0 + 0.62 * len(of.groups())) as figure:
        _strips(figure.subplots(), of)
        say(figure, title, caption)
        question = "Does the model show what was published?"
        return save(figure, folder, "targets", question, title, alternative)


def group(of: Diagnosis, name: str, targets: Sequence[Shown], folder: Path) -> Chart:
    """Draw one group's targets: the interval, and a run at the posterior's centre."""
    missed = sum(not one.inside for one in targets)
    found = f"{missed} outside" if missed else "all inside"
    title = say_it.headed(of, f"{name}: {len(targets)} patterns, {found}")
    said = "; ".join(
        f"{one.label} ({say_it.ROLES[one.role]}): published {say_it.value(one.published, one.kind)}, "
        f"simulated {say_it.value(one.simulated, one.kind)}, 90% interval {say_it.interval(one)}, "
        f"{say_it.judged(one)}"
        for one in targets
    )
    alternative = say_it.headed(of, f"{name}, simulated as a share of published. {said}.")
    caption = (
        f"Line at 100%: as published. Bar: 90% predictive interval. {_MARKS} It marks a run of all "
        "councils at the posterior's centre. Thick bar and bold words: outside."
    )
    with canvas(2.1 + 0.42 * len(targets)) as figure:
        _rows(figure.subplots(), targets)
        say(figure, title, caption)
        return save(figure, folder, f"targets-{slug(name)}", name, title, alternative)


def _strips(axes: "Axes", of: Diagnosis) -> None:
    groups = of.groups()
    axes.axvspan(-_NINETY, _NINETY, color=style.SECONDARY, alpha=style.BAND_OPACITY, linewidth=0)
    axes.axvline(0, color=style.INK, linewidth=1)
    for place, (_, own) in enumerate(groups):
        y = len(groups) - 1 - place
        for at, one in enumerate(own):
            # Spread over the strip's height, so that marks do not hide each other.
            _residual(axes, one, y + 0.5 * ((at * 0.618) % 1.0 - 0.5))
    axes.set_yticks(
        range(len(groups))[::-1],
        [f"{name}\n{sum(x.inside for x in own)} of {len(own)} inside" for name, own in groups],
    )
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.set_ylim(-0.6, len(groups) - 0.4)
    axes.set_xlim(-FURTHEST - 0.6, FURTHEST + 0.6)
    axes.xaxis.grid(True)
    axes.set_axisbelow(True)
    axes.set_xlabel("Published less predicted, in standard deviations of the prediction")
    axes.xaxis.set_major_formatter(lambda v, _: f"{v:+.0f}".replace("-", "−") if v else "0")


def _residual(axes: "Axes", one: Shown, y: float) -> None:
    value = float(one.residual or 0.0)
    far = abs(value) > FURTHEST
    shape = "D" if one.role == HOLD else "o"
    if far:
        shape = ">" if value > 0 else "<"
    colour = style.SCENARIO_TEXT if one.role == HOLD else style.BASELINE
    axes.plot(
        [math.copysign(FURTHEST + 0.3, value) if far else value],
        [y],
        marker=shape,
        markersize=7.5 if one.role == HOLD else 8,
        color=colour,
        markerfacecolor="white" if one.inside else colour,
        markeredgewidth=1.5,
    )


def _rows(axes: "Axes", targets: Sequence[Shown]) -> None:
    places = list(range(len(targets)))[::-1]
    axes.axvline(1, color=style.INK, linewidth=1)
    for y, one in zip(places, targets, strict=True):
        _row(axes, y, one)
    axes.set_yticks(places, [fill(one.label, _LABEL) for one in targets])
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.set_ylim(-0.7, len(targets) - 0.3)
    axes.margins(x=0.06)
    axes.xaxis.grid(True)
    axes.set_axisbelow(True)
    axes.locator_params(axis="x", nbins=6)
    axes.xaxis.set_major_formatter(lambda v, _: f"{100 * v:.0f}%")
    axes.set_xlabel("Simulated, as a share of what was published")


def _row(axes: "Axes", y: float, one: Shown) -> None:
    colour = style.SCENARIO_TEXT if one.role == HOLD else style.BASELINE
    axes.plot(
        [one.low / one.published, one.high / one.published],
        [y, y],
        color=colour,
        linewidth=2 if one.inside else 6,
        solid_capstyle="butt",
    )
    axes.plot(
        [one.simulated / one.published],
        [y],
        marker="D" if one.role == HOLD else "o",
        markersize=8,
        color=colour,
        markerfacecolor="white",
        markeredgewidth=1.8,
    )
    verdict = "" if one.inside else f"  {say_it.judged(one)}"
    beside(axes, y, f"{say_it.value(one.published, one.kind)}{verdict}", bold=not one.inside)
