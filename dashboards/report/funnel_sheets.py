"""A funnel in tables and sentences, the same on the terminal and in a report."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from agents.words import capital
from dashboards.report.sheets import Sheet
from scenarios import words
from scenarios.funnel.lives import PLACED, STANDING
from scenarios.funnel.spells import ENDINGS, REFUSALS, Refusal

#: Shares below this are left out of the tables of whom a service supports; the JSON file has them.
_LEAST: Final = 0.005
#: How to read it.
READING: Final = (
    "Averages over the runs that were followed; in brackets, where 9 in 10 of them lie. Without it: "
    "those who start to be looked after in the baseline, followed through the scenario. With it: "
    "those who start in the scenario. Lost: of those at the step before."
)


@dataclass(frozen=True)
class Part:
    """Hold one service, or all together: its tables and what stands beside them."""

    title: str
    sheets: tuple[Sheet, ...]
    beside: tuple[str, ...]


def parts(found: Mapping[str, Any]) -> tuple[Part, ...]:
    """Return each service, and where there are several all of them together."""
    each, entrants = tuple(map(_service, found["services"])), found["all"]["entrants"]
    if len(each) < 2 or entrants is None:
        return each
    return (*each, Part("All services together", (_steps(entrants),), ()))


def sentences(found: Mapping[str, Any]) -> list[str]:
    """Return the sentences on the largest leaks: of each service, and of several together."""
    own = [one["sentence"] for one in found["services"]]
    every = [found["all"]["sentence"]] if len(own) > 1 else []
    return [sentence for sentence in (*own, *every) if sentence]


def entered(found: Mapping[str, Any]) -> str:
    """Say how many came into care in either arm."""
    arms = found["entered"]
    return (
        f"Young people with a family who start to be looked after: {_count(arms['baseline'])} "
        f"without it, {_count(arms['scenario'])} with it; "
        f"{_count(arms['baseline_only'])} only without, {_count(arms['scenario_only'])} only with."
    )


def _service(service: Mapping[str, Any]) -> Part:
    """Return one service: who is lost where, its gate, whom it supports and how that ends."""
    title, support = service["title"], service["support"]
    sheets = [_gate(support), _endings(support)]
    beside = list(service["notes"])
    if service["entrants"] is not None:
        sheets.insert(0, _steps(service["entrants"]))
        beside.insert(0, _beside(service["entrants"]["baseline"]))
    if "in_weeks" in support:
        sheets.append(_whom(support))
    return Part(capital(title), tuple(sheets), tuple(beside))


def _steps(entrants: Mapping[str, Any]) -> Sheet:
    """Return the funnel: each step without and with the service, and what is lost on the way to it."""
    headings = (
        "Who come into care",
        "Without it",
        "Lost without",
        "With it",
        "Lost with",
        "How they are lost",
    )
    both = zip(*(entrants[name]["steps"] for name in ("baseline", "scenario")), strict=True)
    return Sheet(headings, tuple(_step(*one) for one in both), worded=(-1,))


def _step(without: Mapping[str, Any], with_it: Mapping[str, Any]) -> tuple[str, ...]:
    """Return one step of both groups."""
    lost = [
        words.percent(one.get("share_lost")) if "lost" in one else "–" for one in (without, with_it)
    ]
    return (
        without["label"],
        _count(without["count"]),
        lost[0],
        _count(with_it["count"]),
        lost[1],
        without.get("leak", "–"),
    )


def _beside(entrants: Mapping[str, Any]) -> str:
    """Say how strong support in time is, why it is late, and how many of them do not come into care."""
    dose, weeks = entrants["mean_dose_in_time"], entrants["mean_weeks_in_time"]
    late = ", ".join(
        f"{_mean(one)} {one['label']}" for one in entrants["late"].values() if one["mean"] > 0
    )
    last = entrants["steps"][-1]
    in_time = next(one for one in entrants["steps"] if one["step"] == "in_time")
    said = [
        f"In time: dose {_share(dose)} of the full effect on the day they enter, after "
        f"{words.number(weeks, 'time')} weeks of support."
        if dose is not None and weeks is not None
        else "",
        f"Of those never referred, {_mean(entrants['never_referred']['before_opening'])} entered "
        "before it opened.",
        f"Supported too late, they entered: {late}." if late else "",
        f"Of those supported in time, {_mean(in_time['did_not_enter'])} do not come into care after "
        f"all; of those at half its full effect or more, {_mean(last['did_not_enter'])}.",
    ]
    return " ".join(one for one in said if one)


def _gate(support: Mapping[str, Any]) -> Sheet:
    """Return what became of referrals."""
    rows = [("referrals", _count(support["referrals"]))]
    for why, many in support["turned_away"].items():
        if many["mean"] > 0:
            rows.append(
                (f"times turned away, no referral made: {REFUSALS[Refusal(why)]}", _count(many))
            )
    for name, said in (
        ("declined", "declined"),
        ("accepted", "accepted"),
        ("waited_in_vain", "waited in vain"),
        ("still_waiting", "still waiting at the end"),
        ("started", "support started"),
        ("members_supported", "members ever supported"),
    ):
        rows.append((said, _count(support[name])))
    rows.append(("weeks waited, on average", _number(support["mean_weeks_waited"])))
    return Sheet(("Referrals", "Over the period"), tuple(rows))


def _endings(support: Mapping[str, Any]) -> Sheet:
    """Return how support ends and how long it had lasted."""
    rows = []
    for ending, said in ENDINGS.items():
        many = support["endings"][ending]
        if many["mean"] > 0:
            rows.append((said, _count(many), _number(support["mean_weeks_by_ending"][ending])))
    rows.append(("all", _count(support["started"]), _number(support["mean_weeks"])))
    rows.append(("strength of support, by week", "–", _share(support["mean_strength"])))
    rows.append(("dose, by week", "–", _share(support["mean_dose"])))
    return Sheet(("How support ends", "Over the period", "Weeks, on average"), tuple(rows))


def _whom(support: Mapping[str, Any]) -> Sheet:
    """Return whom it supports: shares at the start of support and of its weeks."""
    return Sheet(("Whom it supports", "At the start", "Of its weeks"), tuple(_who(support)))


def _who(support: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    """Yield the ages and places of those it supports, but the rarest."""
    for part, names in (
        ("age", {name: name for name in support["in_weeks"]["age"]}),
        ("standing", STANDING),
        ("placement", {name: f"  {said}" for name, said in PLACED.items()}),
    ):
        for name, said in names.items():
            shares = [_of(support[when], part, name) for when in ("at_start", "in_weeks")]
            if max(shares) >= _LEAST:
                yield (said, *(words.percent(one) for one in shares))


def _of(counts: Mapping[str, Any], part: str, name: str) -> float:
    """Return the share of one kind among all who are supported; every one has an age."""
    whole = sum(one["mean"] for one in counts["age"].values())
    return float(counts[part][name]["mean"] / whole) if whole else 0.0


def _count(one: Mapping[str, float]) -> str:
    """Write an average count with its range."""
    return (
        f"{_mean(one)} ({words.number(one['low'], 'flow')} to {words.number(one['high'], 'flow')})"
    )


def _mean(one: Mapping[str, float]) -> str:
    return words.number(one["mean"], "flow")


def _number(value: float | None) -> str:
    return "–" if value is None else words.number(value, "time")


def _share(value: float | None) -> str:
    return words.percent(value)
