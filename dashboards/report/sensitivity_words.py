"""What a sensitivity study says in plain words: what drives the measure, what would decide."""

from collections.abc import Iterator, Sequence

from dashboards.report.content import short
from scenarios import words
from scenarios.sensitivity.decision import Decision, Threshold, dearest_week
from scenarios.sensitivity.influence import Influence
from scenarios.sensitivity.known import Known
from scenarios.sensitivity.result import Sensitivity
from scenarios.verdict import FEWER, MORE, TOO_SMALL, UNKNOWN

#: Figures named in a sentence.
NAMED = 3
STRENGTHS = {
    "pawn": "Distance between distributions, 0 to 1",
    "morris": "Average size of the change, whichever way",
    "sobol": "Share of the variance, with others",
}


def subject(result: Sensitivity) -> str:
    """Name what was studied."""
    label = result.measure.label
    if result.of == "baseline":
        return f"{label} in {short(result.baseline).lower()}"
    return f"{label}: what {short(result.scenario)} changes"


def driving(result: Sensitivity) -> str:
    """Say which figures drive the measure, or that none stands out."""
    clear, looked_at = result.clear, len(result.influences)
    total = sum(result.runs.values())
    if not clear:
        return (
            f"None of the {looked_at} uncertain figures stands out from chance in these "
            f"{total:,} runs. That is not proof that none matters."
        )
    count = f"{len(clear)} of {looked_at} uncertain figures stand out from chance"
    if len(clear) == 1:
        count = f"1 of {looked_at} uncertain figures stands out from chance"
    first = clear[0]
    return (
        f"{count}. The strongest: {_quoted(first)} Between the low and the high end of its range "
        f"the result changes by {change(first, result)}."
    )


def change(one: Influence, result: Sensitivity) -> str:
    """Write what a figure does to the measure, with its interval."""
    kind = result.measure.kind
    return f"{words.signed(one.effect, kind)} ({words.signed_range(one.low, one.high, kind)})"


def strength(value: float, result: Sensitivity) -> str:
    """Write a method's index: in the measure's own unit for Morris, else a number from 0 to 1."""
    if result.method == "morris":
        return words.signed(abs(value), result.measure.kind).removeprefix("+")
    return f"{value:.2f}"


def verdict(one: Influence) -> str:
    """Say whether a figure stands out from chance."""
    return "stands out" if one.clear else "not told from chance"


def deciding(result: Sensitivity) -> tuple[str, ...]:
    """Say whether to choose the scenario, and which uncertainty would change that."""
    decision = result.decision
    if decision is None:
        return ("The value of knowing more was not worked out: no comparison was run for it.",)
    return (
        better(decision.thresholds[0], result),
        worth_knowing(decision, 0),
        *break_even(decision),
    )


def better(one: Threshold, result: Sensitivity) -> str:
    """Say whether the scenario is the better choice at a value of a week, by the one verdict rule."""
    name, rival = short(result.scenario), short(result.baseline)
    start = (
        f"When a week of care avoided is worth {pounds(one.pounds)} beyond what it saves, "
        f"{name} against {rival}"
    )
    amount = f"{words.signed(one.net, 'money')} over {words.period(result.years)} (95% interval "
    amount += f"{words.signed_range(one.low, one.high, 'money')})"
    said = {
        MORE: "is the better choice",
        FEWER: "is the worse choice",
        TOO_SMALL: "differs too little to matter",
        UNKNOWN: "may be better or worse: it cannot be told",
    }[one.verdict]
    return f"{start} {said}. On average it gains {amount}."


def break_even(decision: Decision) -> Iterator[str]:
    """Say from which value of a week it pays, and when no placement costs as much."""
    even = decision.break_even
    if even is None:
        if decision.weeks <= 0:
            yield "It avoids no weeks of care on average, so no value of a week makes it pay."
        return
    yield f"It pays for itself on average from about {pounds(even)} a week."
    if even > (dearest := dearest_week()):
        yield (
            f"No placement in the register costs that much: the dearest is {pounds(dearest)} a week. "
            "Weeks of care avoided alone do not pay for it at any plausible price."
        )
    place = [one.pounds for one in decision.thresholds].index(even)
    if place:
        yield worth_knowing(decision, place)


def worth_knowing(decision: Decision, place: int) -> str:
    """Say which uncertainty would change the decision at one of the thresholds."""
    clear = _clear(decision.known, place)
    at = f"at {pounds(decision.thresholds[place].pounds)} a week"
    if clear:
        named = "; ".join(
            f"{one.name}, {words.number(one.worth[place].value, 'money')}" for one in clear[:NAMED]
        )
        more = f" and {len(clear) - NAMED} more" if len(clear) > NAMED else ""
        return f"What would change the decision {at}, and what knowing it is worth: {named}{more}."
    together = decision.topics[-1].worth[place]
    if together.clear:
        worth = words.number(together.value, "money")
        return (
            f"No single figure known better would change the decision {at}; all of them together "
            f"would be worth {worth}."
        )
    return f"Nothing known better would change the decision {at} of care avoided."


def pounds(value: float) -> str:
    """Write the value of a week of care."""
    return f"£{value:,.0f}"


def net(one: Threshold) -> str:
    """Write a net benefit with its interval."""
    ends = words.signed_range(one.low, one.high, "money")
    return f"{words.signed(one.net, 'money')} ({ends})"


def worth(one: Known, place: int) -> str:
    """Write what knowing something is worth beside what chance would make of it."""
    found = one.worth[place]
    if not found.clear:
        return "–"
    error = words.number(found.error, "money")
    return f"{words.number(found.value, 'money')} (± {error})"


def _clear(known: Sequence[Known], place: int) -> list[Known]:
    found = [one for one in known if one.worth[place].clear]
    return sorted(found, key=lambda one: -one.worth[place].value)


def _quoted(one: Influence) -> str:
    return f"“{one.says}” ({one.name})"
