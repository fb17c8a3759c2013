"""Services that councils run already: what a comparison, a description and a list say of them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from agents.synthesis.authority import AuthorityProfile
from calibration.beliefs.authorities.load import profile, rate_years
from calibration.beliefs.evidence.load import sources
from scenarios.intervention_schema import kinds
from scenarios.scenario import Scenario
from simulation.services.already_run import AlreadyRun, Basis, contained
from simulation.services.already_words import sentence


@dataclass(frozen=True)
class Running:
    """Hold one service that a council runs already, as a comparison tells it.

    Attributes
    ----------
    kind, called
        Its name in scenarios, and what the council calls it.
    opened, closed, last_known
        Dates in words; `closed` is None while it runs as last known, `last_known` where nobody says so.
    baseline_contains
        How far the baseline contains what it does: a value of
        `simulation.services.already_run.Contained`.
    says
        All of it in sentences, what becomes of that which the arms open, and the source.
    source, url, locator, note
        Where it comes from.
    """

    kind: str
    called: str
    opened: str
    closed: str | None
    last_known: str | None
    baseline_contains: str
    says: str
    source: str
    url: str
    locator: str
    note: str


def basis_of(council: AuthorityProfile) -> Basis:
    """Return which years' figures a council's baseline is made from."""
    learnt = rate_years(council)
    return Basis(learnt[0].year, len(learnt))


def running(council: AuthorityProfile, arms: Sequence[Scenario] = ()) -> tuple[Running, ...]:
    """Return the services a council runs already, with what a comparison of these arms says of each."""
    basis = basis_of(council)
    return tuple(
        _running(kind, row, basis, [arm.title for arm in arms if opens(arm, kind)])
        for kind, row in _rows()
        if row.code == council.public_code
    )


def opens(arm: Scenario, kind: str) -> bool:
    """Tell whether an arm opens something of a kind that does something: twins change nothing."""
    return any(
        one["kind"] == kind and one.get("twin", "real") == "real" for one in arm.interventions
    )


def running_notes(council: AuthorityProfile, arms: Sequence[Scenario]) -> list[str]:
    """Say what a council runs already, and of an arm that says it adds to it where nothing is there."""
    found = running(council, arms)
    there = {one.kind for one in found}
    told = [one.says for one in found]
    for arm in arms:
        meant = [one for one in arm.interventions if one.get("existing")]
        if any(one["kind"] not in there for one in meant):
            told.append(
                f"“{arm.title}” says that what it opens is added to a service that is there, but no "
                f"source here says that {council.name} runs one: it stands by itself."
            )
    return told


def running_in(code: str) -> str:
    """Say what a council runs already, of the year that runs start from by default; empty: nothing."""
    if all(row.code != code for _, row in _rows()):
        return ""
    return " ".join(one.says for one in running(profile(code)))


def places(kind: str) -> tuple[str, ...]:
    """Return where a service runs already, a line a council, each with its dates and its source."""
    return tuple(f"{row.council}: {row.called}, {row.since}. {_work(row)}" for row in of_kind(kind))


def of_kind(kind: str) -> Sequence[AlreadyRun]:
    """Return the councils that run a service already."""
    return kinds()[kind].already_run()


def _rows() -> Iterator[tuple[str, AlreadyRun]]:
    """Yield every row with the kind of service it is of."""
    for kind in kinds():
        for row in of_kind(kind):
            yield kind, row


def _work(row: AlreadyRun) -> str:
    work = sources()[row.source]
    return f"{work.author} ({work.year}); evidence {row.locator.replace('; ', ', ')}."


def _running(kind: str, row: AlreadyRun, basis: Basis, opened_by: Sequence[str]) -> Running:
    return Running(
        kind,
        row.called,
        row.opened.words,
        row.closed.words if row.closed else None,
        row.last_known.words if row.last_known else None,
        contained(row, basis).value,
        f"{sentence(row, basis, opened_by)} Source: {_work(row)}",
        row.source,
        sources()[row.source].url,
        row.locator,
        row.note,
    )


def as_plain(found: Sequence[Running]) -> tuple[Mapping[str, object], ...]:
    """Return plain data for comparison.json."""
    return tuple(vars(one) for one in found)
