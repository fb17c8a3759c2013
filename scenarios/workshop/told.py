"""What happens to a young person, in plain sentences: one for each outcome that is told."""

from collections.abc import Mapping
from typing import Final

from agents.codes import Placement
from agents.words import LIVES
from simulation.outcomes.cells import INDEX, PLACEMENT_CELLS

#: By process or ``process/outcome``; an outcome's own comes first. `{home}` is where they live now,
#: `{service}` who works with them, and `{trust}` one of `TRUST`.
SAYINGS: Final[Mapping[str, str]] = {
    "arrival/happened": "Children's social care came to know them.",
    "re_referral": "They needed help from children's social care again.",
    "case_closing": "They no longer needed help from children's social care.",
    "escalation": "Things became so hard at home that they were on the edge of care.",
    "de_escalation": "Things eased at home: they were no longer on the edge of care.",
    "care_entry": "They came into care and went to live {home}.",
    "re_entry": "They came back into care and went to live {home}.",
    "unaccompanied_arrival": "They arrived in the country alone and went to live {home}.",
    "placement_move": "They moved, as planned, to live {home}.",
    "placement_move/step_down": "They moved on, as planned, to live {home}.",
    "placement_breakdown/broke_down": "It did not work out there: they moved at once, to live {home}.",
    "placement_breakdown/carer_left": "Their carer or home could not go on: they moved at once, to live {home}.",
    "placement_breakdown/asked_to_leave": "They asked to live somewhere else, and moved to live {home}.",
    "service_stay/stepped_down": "Their stay was over, and they moved on to live {home}.",
    "service_stay/moved_on": "Their stay was over, and they moved on to live {home}.",
    "service_stay/stayed_on": "Their stay was to end, but there was nowhere to go to yet.",
    "service_stay/taken_along": "The home where they lived became a service's own, and they stayed.",
    "service_stay/no_bed": "The home where they lived became a service's own, and had no bed for them.",
    "adoption_placement": "They went to live with a family who hope to adopt them.",
    "adoption": "They were adopted.",
    "going_home": "They went home to their family.",
    "kinship_order": "They left care, to live with relatives or friends for good.",
    "growing_up/child": "They turned 18; from here on nobody of children's social care knows more of them.",
    "growing_up/care_leaver": "They turned 21; from here on they are on their own.",
    "ageing_out": "They turned 18 and left care.",
    "leaving_otherwise/independence_first_in_year": "They left care to live independently.",
    "leaving_otherwise/independence_again_in_year": "They left care to live independently.",
    "leaving_otherwise": "They left care.",
    "national_transfer": "They moved into the care of another council.",
    "becoming_neet": "They were no longer in education, training or work.",
    "leaving_neet": "They were in education, training or work again.",
    "arrest/no_charge": "They were arrested, and not charged.",
    "arrest": "They were arrested and charged.",
    "exploitation_start": "They came to be at risk of somebody taking advantage of them.",
    "exploitation_stop": "The risk that somebody takes advantage of them eased.",
    "substance_start": "Drugs or alcohol became a worry.",
    "substance_stop": "The worry about drugs or alcohol eased.",
    "referral/accepted": "They were to have help from {service}, and waited for it.",
    "referral/declined": "Somebody asked {service} to help; it did not take them on.",
    "support_start": "Somebody from {service} began to work with them.",
    "key_worker_bond": "{trust}",
    "key_worker_change": "The person who worked with them left, and somebody new began.",
    "support_end": "The work of {service} with them came to its end.",
    "support_dropout": "They stopped seeing {service}.",
    "short_stay/began": "They stayed in a bed of {service} for some nights, without coming into care.",
    "short_stay/over": "They went home again.",
}
#: The steps in which trust in a worker grows; the last says it for all that follow.
TRUST: Final = (
    "They began to talk to the person who works with them.",
    "They talked to the person who works with them more.",
    "They came to trust the person who works with them.",
)
#: Told together: how often, and how long the longest lasted.
MISSING: Final = ("missing_start", "missing_end")
#: What nobody would see from outside, or what changes only how others count.
SILENT: Final = frozenset(
    {
        "arrival/not_born",
        "turning_sixteen",
        "missing_calming",
        "settling",
        "worsening",
        "offending_stop",
        "support_fading",
        "referral/list_full",
        "referral/takes_nobody",
    }
)
#: After these a content note is due, and a room may wish to pause.
HARD: Final = frozenset(
    {"missing_start", "arrest", "exploitation_start", "substance_start", "placement_breakdown"}
)

_STANDS: Final = {
    "in_need": "at home, with help from children's social care",
    "edge_of_care": "at home, on the edge of care",
    "care_leaver": "grown up, and followed as a care leaver",
    "left_care": "out of care",
}
UNKNOWN: Final = "not known to children's social care at that time"


def saying(outcome: str) -> str:
    """Return the sentence of an outcome, ``process/outcome``; empty for what is not told by itself."""
    process = outcome.partition("/")[0]
    return SAYINGS.get(outcome, SAYINGS.get(process, ""))


def has(cells: int, name: str) -> bool:
    """Return whether a cell is among some, as bits."""
    return bool(cells >> INDEX[name] & 1)


def home_of(cells: int) -> str:
    """Return where a looked-after young person lives, in words."""
    if has(cells, "unregistered"):
        kind = "with a provider that is not registered, as no other place was found"
    else:
        kinds = (k for k, name in enumerate(PLACEMENT_CELLS, start=1) if has(cells, name))
        kind = LIVES[Placement(next(kinds, Placement.NONE))]
    away = " and ".join(
        words
        for words, cell in (
            ("outside the council's area", "out_of_authority"),
            ("over 20 miles from home", "over_20_miles"),
        )
        if has(cells, cell)
    )
    return f"{kind}{', ' if away else ''}{away}"


def stands(cells: int) -> str:
    """Return where somebody is, in words that follow "are"."""
    if has(cells, "looked_after"):
        return f"looked after, and live {home_of(cells)}"
    return next((words for cell, words in _STANDS.items() if has(cells, cell)), UNKNOWN)
