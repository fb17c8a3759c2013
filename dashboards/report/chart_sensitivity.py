"""Pictures of how strongly each figure drives a measure, what it changes, and how the decision turns."""

from pathlib import Path
from typing import TYPE_CHECKING

from dashboards.report import sensitivity_words as say_it
from dashboards.report import style
from dashboards.report.charts import Chart, beside, canvas, save, say
from dashboards.report.content import short
from dashboards.report.lettering import fill
from scenarios import words
from scenarios.sensitivity.decision import Decision
from scenarios.sensitivity.influence import Influence
from scenarios.sensitivity.result import Sensitivity

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: Figures drawn.
MOST = 12
_LABEL_WIDTH, _LABEL_SIZE = 58, 10
_STRENGTH_CAPTION = "Bar: strength. Black mark: what chance alone reaches. Filled: strength or change is beyond chance."
_CHANGE_CAPTION = (
    "Dot: what the result gains from the low to the high end of the figure's 90% range. Line: 95% interval. "
    "Filled: strength or change is beyond chance."
)


def draw_all(result: Sensitivity, folder: Path) -> tuple[Chart, ...]:
    """Draw the charts a study allows into `folder`, which must exist."""
    drawn = [drivers(result, folder), changes(result, folder)]
    if result.decision is not None:
        drawn.append(acceptability(result, result.decision, folder))
    return tuple(drawn)


def drivers(result: Sensitivity, folder: Path) -> Chart:
    """Draw the strongest figures beside the noise floor."""
    shown = result.influences[:MOST]
    clear = len(result.clear)
    title = (
        f"{clear} of {len(result.influences)} uncertain figures stand out from chance: "
        f"{say_it.subject(result)}"
    )
    alternative = "Bar chart of the strongest figures. " + "; ".join(
        f"{one.says} {say_it.strength(one.strength, result)}, by chance "
        f"{say_it.strength(one.floor, result)}, {say_it.verdict(one)}"
        for one in shown
    )
    question = "Which uncertain figures drive it?"
    with canvas(1.9 + 0.62 * len(shown)) as figure:
        axes = figure.subplots()
        _bars(axes, result, shown)
        _rows(axes, shown)
        say(figure, title, _STRENGTH_CAPTION)
        return save(figure, folder, "drivers", question, title, f"{alternative}.")


def changes(result: Sensitivity, folder: Path) -> Chart:
    """Draw what each of the same figures changes, in the measure's own unit."""
    shown = result.influences[:MOST]
    title = f"{say_it.subject(result)}, as each figure crosses its range"
    alternative = f"Dot and range chart, in {result.measure.unit}. " + "; ".join(
        f"{one.says} {say_it.change(one, result)}" for one in shown
    )
    question = "By how much does each change it?"
    with canvas(1.9 + 0.62 * len(shown)) as figure:
        axes = figure.subplots()
        _ranges(axes, result, shown)
        _rows(axes, shown)
        say(figure, title, _CHANGE_CAPTION)
        return save(figure, folder, "changes", question, title, f"{alternative}.")


def acceptability(result: Sensitivity, decision: Decision, folder: Path) -> Chart:
    """Draw how sure the better choice is, and the net benefit, by the value of a week."""
    name, curve = short(result.scenario), decision.curve
    title = _finding(name, decision)
    alternative = f"Two curves by the value of a week of care avoided. {title}. " + "; ".join(
        f"{say_it.pounds(one.pounds)}: {say_it.net(one)}, better on average in "
        f"{words.percent(one.probability)} of the settings"
        for one in curve[:: len(curve) // 4]
    )
    caption = (
        "Above: share of the settings in which it is the better choice on average over luck "
        "(line), and share of single paired runs (dashes). Below: net benefit, with its 95% "
        "interval. The likelier choice is not always the better one."
    )
    with canvas(7.2) as figure:
        upper, lower = figure.subplots(2, 1, sharex=True)
        _curve(upper, lower, decision)
        say(figure, title, caption)
        question = "When is it the better choice?"
        return save(figure, folder, "decision", question, title, f"{alternative}.")


def _finding(name: str, decision: Decision) -> str:
    if decision.break_even is None:
        saves = "costs no more" if decision.cost <= 0 else "avoids no weeks of care on average"
        return f"{name} {saves}"
    even = say_it.pounds(decision.break_even)
    return f"{name} pays for itself from about {even} a week of care avoided"


def _bars(axes: "Axes", result: Sensitivity, shown: tuple[Influence, ...]) -> None:
    for y, one in enumerate(reversed(shown)):
        axes.barh(
            y,
            one.strength,
            height=0.55,
            color=style.DIFFERENCE if one.clear else "white",
            edgecolor=style.DIFFERENCE,
            linewidth=1.4,
            hatch=None if one.clear else "///",
        )
        axes.plot([one.floor, one.floor], [y - 0.38, y + 0.38], color=style.INK, linewidth=2.2)
        beside(axes, y, say_it.strength(one.strength, result), bold=one.clear)
    axes.set_xlim(left=0)
    axes.set_xlabel(say_it.STRENGTHS[result.method])


def _ranges(axes: "Axes", result: Sensitivity, shown: tuple[Influence, ...]) -> None:
    kind = result.measure.kind
    axes.axvline(0, color=style.INK, linewidth=1)
    for y, one in enumerate(reversed(shown)):
        axes.plot([one.low, one.high], [y, y], color=style.DIFFERENCE, linewidth=2.4)
        axes.plot(
            [one.effect],
            [y],
            marker="o",
            markersize=9,
            color=style.DIFFERENCE,
            markerfacecolor=style.DIFFERENCE if one.clear else "white",
            markeredgewidth=1.6,
        )
        beside(axes, y, words.signed(one.effect, kind), bold=one.clear)
    axes.xaxis.set_major_formatter(lambda v, _: words.signed(v, kind) if v else "0")
    axes.set_xlabel(f"{result.measure.label}: high end less low end")


def _rows(axes: "Axes", shown: tuple[Influence, ...]) -> None:
    """Name each row by the register's own sentence."""
    axes.set_yticks(
        range(len(shown)),
        [fill(one.says, _LABEL_WIDTH) for one in reversed(shown)],
        fontsize=_LABEL_SIZE,
    )
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.xaxis.grid(True)
    axes.set_axisbelow(True)
    axes.set_ylim(-0.6, len(shown) - 0.4)
    axes.locator_params(axis="x", nbins=4)


def _curve(upper: "Axes", lower: "Axes", decision: Decision) -> None:
    x = [one.pounds for one in decision.curve]
    upper.plot(x, [one.probability for one in decision.curve], color=style.DIFFERENCE, linewidth=2)
    upper.plot(
        x,
        [one.futures for one in decision.curve],
        color=style.SECONDARY,
        linewidth=2,
        linestyle=style.SCENARIO_DASH,
    )
    upper.set_ylim(-0.03, 1.03)
    upper.yaxis.set_major_formatter(lambda v, _: words.percent(v))
    upper.set_ylabel("Better choice")
    lower.plot(x, [one.net for one in decision.curve], color=style.DIFFERENCE, linewidth=2)
    lower.fill_between(
        x,
        [one.low for one in decision.curve],
        [one.high for one in decision.curve],
        color=style.DIFFERENCE,
        alpha=style.BAND_OPACITY,
        linewidth=0,
    )
    lower.axhline(0, color=style.INK, linewidth=1)
    lower.set_ylabel("Net benefit")
    lower.set_xlabel("Value of a week of care avoided, beyond what it saves")
    lower.yaxis.set_major_formatter(lambda v, _: words.signed(v, "money") if v else "0")
    lower.xaxis.set_major_formatter(lambda v, _: say_it.pounds(v))
    for axes in (upper, lower):
        axes.yaxis.grid(True)
        axes.set_axisbelow(True)
        axes.set_xlim(x[0], x[-1])
        if decision.break_even is not None:
            axes.axvline(decision.break_even, color=style.INK, linewidth=1, linestyle=":")
