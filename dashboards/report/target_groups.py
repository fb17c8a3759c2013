"""The order and grouping of published patterns in every table and chart, and their names in words."""

import re
from typing import Final

#: Each group's heading and how its measures begin; the longest beginning that fits decides.
GROUPS: Final = (
    ("Children looked after", ("stock/", "in_year/all")),
    ("Starting to be looked after", ("starts/", "first/")),
    ("Leaving care", ("ceases/", "period/", "first_period/", "last/")),
    (
        "Where children live",
        (
            "stock/foster",
            "stock/kinship",
            "stock/homes",
            "stock/supported",
            "stock/parents",
            "stock/adoption",
            "stock/outside",
            "stock/far",
            "stock/unregistered",
            "homes/",
            "passed/",
        ),
    ),
    ("How long placements last", ("lasted", "planned_lasted", "requested_lasted")),
    (
        "Moves and breakdowns",
        (
            "moves/",
            "breakdowns/",
            "in_year/",
            "in_two_years/",
            "two_moves/",
            "teen_foster/",
            "placements/",
        ),
    ),
    ("Going missing", ("missing",)),
    (
        "A year later",
        (
            "stock_second/",
            "starts_second/",
            "ceases_second/",
            "stock/all_second",
            "starts/all_second",
            "ceases/all_second",
        ),
    ),
    ("Coming back into care", ("back/",)),
    ("Outcomes", ("convicted/", "substance/", "neet/")),
    ("Brothers and sisters", ("siblings/", "siblings_first/", "starts_alone/")),
    ("Carers", ("carers/",)),
)
OTHER: Final = "Other"
_STOCK, _STARTS, _ENDS, _WHERE = (name for name, _ in GROUPS[:4])
_LENGTH, _MOVES, _MISSING, _LATER, _BACK, _OUTCOMES, _SIBLINGS, _CARERS = (
    name for name, _ in GROUPS[4:]
)
#: What measures rest on, by how their names begin; the longest beginning that fits decides.
_TOUCHED: Final[tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]] = (
    (("care_entries",), (_STARTS, _BACK)),
    (("reentries",), (_BACK,)),
    (("children_looked_after", "weeks_in_care"), (_STOCK, _STARTS, _ENDS, _LATER)),
    (("exits",), (_ENDS,)),
    (
        ("placement_moves", "new_placements", "placement_breakdowns", "three_plus", "share_three"),
        (_MOVES, _LENGTH),
    ),
    (("missing", "children_missing", "exploitation"), (_MISSING,)),
    (
        ("out_of_authority", "over_20", "in_families", "share_in_families", "step_downs"),
        (_WHERE, _LENGTH),
    ),
    (
        ("foster_", "kinship_", "childrens_home", "supported_", "unregistered", "parents_"),
        (_WHERE,),
    ),
    (("apart_from_siblings", "share_apart"), (_SIBLINGS,)),
    (("arrests", "charges", "substance", "neet"), (_OUTCOMES,)),
    (("carer_", "vacant", "empty_"), (_CARERS, _WHERE)),
    (("cost_",), (_STOCK, _WHERE, _STARTS, _ENDS)),
    (("cost_police", "cost_nhs", "cost_youth"), (_OUTCOMES, _MISSING)),
)
ORDER: Final = (*(name for name, _ in GROUPS), OTHER)
_SPAN, _UP = re.compile(r"(?<=\d)_(?=\d)"), re.compile(r"(\d+)_plus\b")


def group_of(measure: str) -> str:
    """Return the group of a measure."""
    fits = [
        (len(start), name)
        for name, starts in GROUPS
        for start in starts
        if measure.startswith(start)
    ]
    return max(fits)[1] if fits else OTHER


def touched(measure: str) -> frozenset[str]:
    """Return the groups of patterns that a measure rests on; none where none was published."""
    fits = [
        (len(start), groups)
        for starts, groups in _TOUCHED
        for start in starts
        if measure.startswith(start)
    ]
    return frozenset(max(fits)[1]) if fits else frozenset()


def plain_label(label: str) -> str:
    """Return a label without the underscores of programs: "aged 1_4" becomes "aged 1 to 4"."""
    return _UP.sub(r"\1 or over", _SPAN.sub(" to ", label)).replace("_", " ")
