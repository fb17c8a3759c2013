"""A funnel on the terminal: each service's steps, whom it supports, how that ends, and the sentences."""

from collections.abc import Mapping
from typing import Any, Final

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from scenarios import words
from scenarios.funnel.lives import PLACED, STANDING
from scenarios.funnel.spells import ENDINGS, REFUSALS

#: Shares below this are left out of the tables of whom a service supports; the JSON file has them.
_LEAST: Final = 0.005


def show(console: Console, found: Mapping[str, Any]) -> None:
    """Print the funnels, the sentences that sum them up, and the notes."""
    period = "one year" if found["years"] == 1 else f"{found['years']} years"
    console.print(
        f"{found['scenario_title']} in {found['authority']}, {period}, {found['replicates']} runs",
        style="bold",
    )
    console.print(
        "Averages over the runs; in brackets, where 9 in 10 of them lie. Without it: those who start "
        "to be looked after in the baseline, followed through the scenario. With it: those who start "
        "in the scenario."
    )
    _entered(console, found["entered"])
    several = len(found["services"]) > 1
    for service in found["services"]:
        _service(console, service)
    if several and found["all"]["entrants"] is not None:
        console.print("\nAll services together", style="bold")
        console.print(_steps(found["all"]["entrants"]))
    console.print()
    for sentence in _sentences(found):
        console.print(sentence, style="bold")
    for surprise in found["surprises"]:
        console.print(f"For the worse: {surprise}")
    for note in found["notes"]:
        console.print(f"Note: {note}")
    console.print("Synthetic data: not a prediction of any child.")


def _sentences(found: Mapping[str, Any]) -> list[str]:
    """Return the sentences on the largest leaks: of each service, and of several together."""
    own = [one["sentence"] for one in found["services"]]
    every = [found["all"]["sentence"]] if len(own) > 1 else []
    return [sentence for sentence in (*own, *every) if sentence]


def _entered(console: Console, entered: Mapping[str, Any]) -> None:
    """Print how many came into care in either arm."""
    console.print(
        f"Young people with a family who start to be looked after: {_count(entered['baseline'])} "
        f"without it, {_count(entered['scenario'])} with it; "
        f"{_count(entered['baseline_only'])} only without, {_count(entered['scenario_only'])} only with."
    )


def _service(console: Console, service: Mapping[str, Any]) -> None:
    """Print one service: who is lost where, its gate, whom it supports and how that ends."""
    title = service["title"]
    console.print(f"\n{title[:1].upper()}{title[1:]}", style="bold")
    if service["entrants"] is not None:
        console.print(_steps(service["entrants"]))
        console.print(_beside(service["entrants"]["baseline"]))
    console.print(_gate(service["support"]))
    console.print(_endings(service["support"]))
    if "in_weeks" in service["support"]:
        console.print(_whom(service["support"]))
    for note in service["notes"]:
        console.print(note)


def _table(*headings: str) -> Table:
    """Return a table whose first column is words and whose others are numbers."""
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for k, heading in enumerate(headings):
        table.add_column(heading, justify="right" if k else "left")
    return table


def _steps(entrants: Mapping[str, Any]) -> Table:
    """Return the funnel: each step without and with the service, and what is lost on the way to it."""
    table = _table(
        "Who come into care", "Without it", "Lost", "With it", "Lost", "How they are lost"
    )
    table.columns[-1].justify = "left"
    for without, with_it in zip(
        *(entrants[n]["steps"] for n in ("baseline", "scenario")), strict=True
    ):
        table.add_row(
            without["label"],
            _count(without["count"]),
            words.percent(without.get("share_lost")) if "lost" in without else "",
            _count(with_it["count"]),
            words.percent(with_it.get("share_lost")) if "lost" in with_it else "",
            without.get("leak", ""),
        )
    return table


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


def _gate(support: Mapping[str, Any]) -> Table:
    """Return what became of referrals."""
    table = _table("Referrals", "Over the period")
    table.add_row("referrals", _count(support["referrals"]))
    for why, said in REFUSALS.items():
        if support["declined_by"][why]["mean"] > 0:
            table.add_row(f"  refused: {said}", _count(support["declined_by"][why]))
    for name, said in (
        ("accepted", "accepted"),
        ("waited_in_vain", "waited in vain"),
        ("still_waiting", "still waiting at the end"),
        ("started", "support started"),
        ("members_supported", "members ever supported"),
    ):
        table.add_row(said, _count(support[name]))
    table.add_row("weeks waited, on average", _number(support["mean_weeks_waited"]))
    return table


def _endings(support: Mapping[str, Any]) -> Table:
    """Return how support ends and how long it had lasted."""
    table = _table("How support ends", "Over the period", "Weeks, on average")
    for ending, said in ENDINGS.items():
        many = support["endings"][ending]
        if many["mean"] > 0:
            table.add_row(said, _count(many), _number(support["mean_weeks_by_ending"][ending]))
    table.add_row("all", _count(support["started"]), _number(support["mean_weeks"]))
    table.add_row("strength of support, by week", "", _share(support["mean_strength"]))
    table.add_row("dose, by week", "", _share(support["mean_dose"]))
    return table


def _whom(support: Mapping[str, Any]) -> Table:
    """Return whom it supports: shares at the start of support and of its weeks."""
    table = _table("Whom it supports", "At the start", "Of its weeks")
    for part, names in (
        ("age", {name: name for name in support["in_weeks"]["age"]}),
        ("standing", STANDING),
        ("placement", {name: f"  {said}" for name, said in PLACED.items()}),
    ):
        for name, said in names.items():
            shares = [_of(support[when], part, name) for when in ("at_start", "in_weeks")]
            if max(shares) >= _LEAST:
                table.add_row(said, *(words.percent(one) for one in shares))
    return table


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
