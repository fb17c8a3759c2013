"""How ready a council is, in tables and sentences: the same on the terminal and on a page."""

from typing import TYPE_CHECKING, Final

from dashboards.report.sheets import Sheet

if TYPE_CHECKING:
    from scenarios.adopting.readiness import Readiness

JUDGEMENT: Final = (
    "Judgement: what an answer is worth (readiness_answer_scores, readiness_fidelity_weights) has no "
    "study behind it; the ranges are those of councils that adopted. Sources are rows of the evidence."
)
ANSWERS_TITLE, RISKS_TITLE = "What each answer would change if it were yes", "Risks"


def answers(found: "Readiness") -> Sheet:
    """Return each answer with what would change if it were yes."""
    rows = tuple(
        (
            f"{one.question.domain}: {one.question.asks}",
            one.answer,
            f"+{one.fidelity:.2f}" if one.fidelity else "",
            f"{one.months:.1f} months sooner" if one.months else "",
        )
        for one in found.traced
    )
    return Sheet(("About", "Answer", "Fidelity", "Opens"), rows, worded=(1,))


def risks(found: "Readiness") -> Sheet:
    """Return what is to be feared, and what lessens it."""
    rows = tuple(
        (one.question.risk, one.question.mitigation, f"{one.question.key}; {one.question.source}")
        for one in found.traced
        if one.is_risk
    )
    return Sheet(("Risk", "What lessens it", "Answer, source"), rows, worded=(1, 2))


def sentences(found: "Readiness") -> list[str]:
    """Say how faithful each service becomes, and how long it takes to open."""
    return [
        *(
            f"Fidelity {value:.2f}, within the range of {name}."
            for value, name in found.fidelity.values()
        ),
        f"From the decision to the first opening {found.months:.1f} months (published: 6 to 18; "
        "doorways launch shows the steps).",
    ]
