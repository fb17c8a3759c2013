"""What a calibration's checks say in plain words: the verdict, its reasons, what pulls which way."""

import math
from collections.abc import Iterator, Sequence

from dashboards.report.diagnose_content import FIT, HOLD, OWN, Diagnosis, Parameter, Range, Shown
from dashboards.report.target_groups import plain_label
from scenarios import words

NOT_CALIBRATED = "Not calibrated"
#: Roles in words, as tables and charts name them.
ROLES = {FIT: "fitted", HOLD: "held out", OWN: "the council's own"}
#: Tensions told in words.
MOST = 10
_COVERAGE = "Coverage"


def headed(of: Diagnosis, text: str) -> str:
    """Return a heading that says so when the calibration failed its checks."""
    return text if of.passed else f"{NOT_CALIBRATED}. {text}"


def subject(of: Diagnosis) -> str:
    """Name what was calibrated."""
    return f"Calibration {of.found.short} of {of.found.place}"


def verdict(of: Diagnosis) -> str:
    """Say whether the calibration may be relied on."""
    if of.passed:
        many, inside = len(of.targets), len(of.targets) - len(of.missed)
        met = f", and {inside} of {many} published patterns lie inside theirs" if many else ""
        return f"Calibrated: the ranges hold the truth as often as they say{met}."
    return f"{NOT_CALIBRATED}: it did not pass its checks, so its numbers carry this warning."


def reasons(of: Diagnosis) -> list[str]:
    """Say why it failed, with parameters by their names in words."""
    return [_in_words(of, reason) for reason in of.gate["why"]]


def meaning(of: Diagnosis) -> list[str]:
    """Say what a failure means for use."""
    return [] if of.passed else list(_meaning(of))


def _meaning(of: Diagnosis) -> Iterator[str]:
    if any(reason.startswith(_COVERAGE) for reason in of.gate["why"]):
        yield (
            "Ranges of parameters may be too narrow, too wide or lean to one side: "
            "read them as a rough guide and do not quote them."
        )
    if of.missed:
        groups = dict.fromkeys(one.group.lower() for one in of.missed)
        yield (
            f"The model does not show what was published for some of: {', '.join(groups)}. "
            "Results that rest on these are not supported by this calibration."
        )


def _in_words(of: Diagnosis, reason: str) -> str:
    for one in of.parameters:
        reason = reason.replace(f"{one.name}:", f"{one.label}:")
    return reason


def shares(of: Diagnosis) -> list[tuple[str, int, int, float]]:
    """Return for each role: its name, targets inside, targets, and the share that is needed."""
    from calibration.joint.result import LEAST_FITTED, LEAST_HELD

    needed = {FIT: LEAST_FITTED, HOLD: LEAST_HELD, OWN: LEAST_HELD}
    found = []
    for role, name in ROLES.items():
        own = [one for one in of.targets if one.role == role]
        if own:
            found.append((name, sum(one.inside for one in own), len(own), needed[role]))
    return found


def counted(of: Diagnosis) -> str:
    """Say how many targets lie inside their intervals."""
    said = [
        f"{inside} of {many} {name} ({inside / many:.0%}; {needed:.0%} needed)"
        for name, inside, many, needed in shares(of)
    ]
    if not said:
        return "No target was compared."
    return f"Targets inside their 90% interval: {', '.join(said)}."


def widths(of: Diagnosis) -> str | None:
    """Say how much of the intervals' width is the stated allowance."""
    from statistics import median

    share = [one.parts["model"] for one in of.targets if one.parts]
    if not share:
        return None
    return (
        f"In half of the intervals the stated allowance for what the model leaves out is "
        f"{median(share):.0%} of the variance or more; the widest allowance is "
        f"±{max(one.allowance or 0.0 for one in of.targets):.0%}."
    )


def informed(of: Diagnosis) -> str:
    """Say which parameters the targets tell something of."""
    if any(one.informed is None for one in of.parameters):
        return "The council's own numbers weigh England's posterior; they inform little beyond it."
    told = [one.label for one in of.parameters if one.informed == "informed"]
    silent = [one.label for one in of.parameters if one.informed == "not informed"]
    text = f"The targets inform {len(told)} of {len(of.parameters)} parameters"
    if not silent:
        return f"{text}, and say something of each."
    return f"{text}. They say nothing of: {_listed(silent)}."


def informed_short(of: Diagnosis) -> str:
    """Say the same in a title's length."""
    told = [one for one in of.parameters if one.informed == "informed"]
    silent = [one for one in of.parameters if one.informed == "not informed"]
    if any(one.informed is None for one in of.parameters):
        return "What the council's own numbers add to England's posterior"
    many = f"The targets inform {len(told)} of {len(of.parameters)} parameters"
    return f"{many} and say nothing of {len(silent)}" if silent else many


def tested(of: Diagnosis) -> str:
    """Say how sharp the tests of coverage are."""
    gate = of.gate
    told = (
        f"The tests of all parameters together would fail a perfect method {gate['size']:.0%} of the "
        f"time (size), and would notice a 90% range that holds only 80% with probability "
        f"{gate['power']:.0%} (power)."
    )
    large = gate.get("england")
    if not large:
        return told
    held = [one["90%"] for one in large["coverage"]]
    return (
        f"{told} Of {large['truths']} simulated countries as large as England, 90% ranges held the "
        f"known value for {min(held):.0%} to {max(held):.0%}, by parameter (standard error "
        f"{large['error']['90%']:.0%})."
    )


def tensions(of: Diagnosis) -> list[str]:
    """Say which targets pull a parameter opposite ways, the strongest first."""
    labels = {one.id: one.label for one in of.targets}
    parameters = {one.name: one.label for one in of.parameters}
    return [
        f"{parameters[one['parameter']]}: “{labels[one['up']]}” asks for more "
        f"(by {one['up_pull']:.1f} posterior standard deviations), “{labels[one['down']]}” for less "
        f"({abs(one['down_pull']):.1f})."
        for one in of.result.get("tensions", ())[:MOST]
    ]


def screened(of: Diagnosis) -> str | None:
    """Say how much of the bank the implausibility screen kept."""
    screen = of.result.get("screen")
    if screen is None:
        return None
    kept = screen["retained"]
    return f"The implausibility screen kept {kept:.1%} of the bank's {screen['rows']:,} runs."


def value(number: float, kind: str) -> str:
    """Write a count or a share."""
    if not math.isfinite(number):
        return "not known"
    return f"{100 * number:.1f}%" if kind == "share" else f"{number:,.0f}"


def interval(one: Shown) -> str:
    """Write a target's 90% predictive interval."""
    return f"{value(one.low, one.kind)} to {value(one.high, one.kind)}"


def judged(one: Shown) -> str:
    """Say whether a target is inside its interval, and which way the model misses it."""
    if not one.compared:
        return "not compared"
    if one.inside:
        return "inside"
    return f"model too {'low' if one.published > one.high else 'high'}"


def belief(one: Range) -> str:
    """Write the median and 90% range of a parameter."""
    return f"{one.median:.3g} ({one.low:.3g} to {one.high:.3g})"


def parts(one: Shown) -> str:
    """Write where an interval's width comes from: parameters, chance, model allowance."""
    return " / ".join(words.percent(share) for share in one.parts.values()) or "–"


def learned(one: Parameter) -> str:
    """Say in words what the targets tell of a parameter."""
    return one.informed or "–"


def correlations(of: Diagnosis) -> list[tuple[float, str, str]]:
    """Return pairs of parameters with their posterior correlation, the strongest first."""
    names, table = [one.label for one in of.parameters], correlation(of)
    pairs = [(table[i][j], names[j], names[i]) for i in range(len(names)) for j in range(i)]
    return sorted(pairs, key=lambda pair: -abs(pair[0]))


def correlation(of: Diagnosis) -> list[list[float]]:
    """Return the posterior correlation of all parameters, as stored or from the draws."""
    stored = of.result.get("correlation")
    if stored is not None:
        return [[float(value) for value in row] for row in stored]
    import numpy as np

    draws = np.array([one.after for one in of.parameters])
    # A parameter that does not vary has no correlation; 0 says so.
    with np.errstate(divide="ignore", invalid="ignore"):
        table = np.nan_to_num(np.corrcoef(draws)).reshape(len(draws), -1)
    return [[float(value) for value in row] for row in table]


def signed(value: float) -> str:
    """Write a correlation with its sign."""
    return "0.00" if abs(value) < 0.005 else f"{value:+.2f}".replace("-", "−")


def factor_label(name: str) -> str:
    """Write a local factor's name in words."""
    return plain_label(name.removeprefix("local_")).capitalize()


def _listed(names: Sequence[str]) -> str:
    return "; ".join(names)
