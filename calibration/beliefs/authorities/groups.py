"""Which figures add up to which, and what each figure is measured against when it is missing."""

from calibration.beliefs.authorities import labels

Group = tuple[str, tuple[str, ...]]


def _groups(table: labels.Labels, total: str) -> list[Group]:
    return [
        (total, tuple(name for label, name in columns.items() if label != labels.TOTAL and name))
        for columns in table.values()
    ]


_CHANGES = labels.NEW_PLACEMENTS["Reason for placement change during the year"]

GROUPS: tuple[Group, ...] = (
    *_groups(labels.STOCK, "cla"),
    *_groups(labels.STARTED, "starts"),
    *_groups(labels.CEASED, "ceases"),
    ("changes_total", tuple(name for name in _CHANGES.values() if name != "changes_total")),
    ("cin_ended", tuple(labels.CIN_ENDED.values())),
    ("cin", tuple(labels.CIN_OPEN.values())),
)

# Singles in the order they are settled: a figure's base stands before it.
BASES: dict[str, str] = {
    "children_0_17": "",
    "cla": "children_0_17",
    "starts": "cla",
    "ceases": "cla",
    "new_placements": "cla",
    "changes_total": "new_placements",
    "cla_three_plus": "cla",
    "looked_after_in_year": "cla",
    "children_missing": "looked_after_in_year",
    "children_missing_twice": "children_missing",
    "missing_incidents": "children_missing",
    "missing_31_march": "children_missing",
    "cla_12m_10_17": "cla_10_15",
    "convicted": "cla_12m_10_17",
    "substance_base": "cla",
    "substance_identified": "substance_base",
    "cin": "children_0_17",
    "cin_started": "cin",
    "cin_ended": "cin",
    "referrals": "cin",
    "rereferral_percent": "",
    "cpp": "cin",
    "s47": "cin",
    "_leavers_17_18": "cla_16_plus",
    "_leavers_19_21": "cla_16_plus",
    "_leavers_19_21_eet_percent": "",
    "_leavers_19_21_neet_percent": "",
    "foster_places_approved": "cla_foster",
    "foster_places_filled": "cla_foster",
    "cost_residential_week": "",
    "cost_foster_week": "",
    "cost_cin_week": "",
    "low_income_percent": "",
    **dict.fromkeys(labels.FACTORS.values(), "cin"),
}

COSTS = ("cost_residential_week", "cost_foster_week", "cost_cin_week")
"""Where one is missing and was never published, the median of the region stands in."""

DENSE = ("cla", "starts", "ceases", "new_placements", "children_missing", "cin", "referrals", "s47")
"""Figures without which a year is not offered: most councils must have them."""

AVERAGES = frozenset(name for name, base in BASES.items() if not base) - {"children_0_17"}
"""Prices and percentages: a part of a council has the same one as the whole."""


def column_of(name: str) -> str:
    """Return the column that a figure is a part of; itself where it has no parts."""
    return name.partition("#")[0]
