"""Which parts of a service are its core, in a table and sentences: the same on the terminal and on a page."""

from collections.abc import Sequence
from math import isfinite
from typing import TYPE_CHECKING, Any, Final

from agents.words import capital
from dashboards.report.sheets import Sheet
from scenarios import words

if TYPE_CHECKING:
    from scenarios.adopting.parts import Judged

READING: Final = (
    "Lost: of what the whole does, on average over the measures on which it is seen to do good, by more than "
    "the size that matters (doorways measures) for those it supports. Core: a tenth or more (adapt_core_share). Not "
    "surely: the interval reaches over that line, and more pairs may tell. Where most: the measure that loses the largest share of its effect; less than nothing, and the effect is larger without. In brackets: 95% intervals of the mean."
)
NOTHING: Final = (
    "Nothing is counted: on no measure is the whole seen to do good by more than the size that matters for those "
    "it supports, so what is core cannot be told."
)


def parts(found: "Sequence[Judged]") -> Sheet:
    """Return each part with what leaving it out does."""
    heads = ("Without", "Judged", "Lost", "Where most", "Council's cost")
    return Sheet(heads, tuple(map(_row, found)), worded=(1, 3))


def headline(found: "Sequence[Judged]") -> str:
    """Say which parts are core, and which can be adapted."""
    if all(one.share is None for one in found):
        return NOTHING
    named: dict[str, list[str]] = {}
    for one in found:
        named.setdefault(one.verdict, []).append(one.part.says)
    return " ".join(f"{capital(verdict)}: {'; '.join(says)}." for verdict, says in named.items())


def judgements(found: "Sequence[Judged]") -> list[str]:
    """Return what was judged about the parts, each once."""
    of: dict[str, list[str]] = {}
    for one in found:
        of.setdefault(one.part.judgement.rstrip("."), []).append(one.part.says)
    usual = max(of, key=lambda said: len(of[said]), default="")
    return [
        f"Judgement{'' if said == usual else ', ' + '; '.join(says)}: {said}."
        for said, says in of.items()
    ]


def rows_of(found: "Sequence[Judged]") -> list[dict[str, Any]]:
    """Return a row for each part and measure."""
    return [
        {
            "service": one.service,
            "part": one.part.name,
            "says": one.part.says,
            "judged": one.verdict,
            "sure": one.sure,
            "measure": lost.measure,
            "effect": lost.effect.mean,
            "effect_low": _known(lost.effect.low),
            "effect_high": _known(lost.effect.high),
            "change": lost.change.mean,
            "change_low": _known(lost.change.low),
            "change_high": _known(lost.change.high),
            "share_lost": lost.share,
            "all_lost": one.share.mean if one.share else None,
            "all_lost_low": _known(one.share.low) if one.share else None,
            "all_lost_high": _known(one.share.high) if one.share else None,
            "cost_change": one.money.mean,
            "cost_low": _known(one.money.low),
            "cost_high": _known(one.money.high),
            "judgement": one.part.judgement,
        }
        for one in found
        for lost in one.lost
    ]


def _row(one: "Judged") -> tuple[str, ...]:
    most = one.most
    share = most_of = "no effect that matters"
    if one.share is not None and most is not None:
        share = f"{one.share.mean:.0%} ({one.share.low:.0%} to {one.share.high:.0%})"
        most_of = f"{most.share:.0%} of {most.label.lower()}"
    verdict = one.verdict
    if one.share is not None and not one.sure:
        verdict += ", not surely"
    money = words.signed(one.money.mean, "money")
    ends = words.signed_range(one.money.low, one.money.high, "money")
    return (one.part.says, verdict, share, most_of, f"{money} ({ends})")


def _known(end: float) -> float | None:
    """Return an end of an interval; None where one draw gives none."""
    return end if isfinite(end) else None
