"""What each column of the profiles means: the dictionary written beside the tables."""

from dataclasses import dataclass

from calibration.beliefs.authorities import labels
from calibration.beliefs.authorities.forms import PATTERNS
from calibration.beliefs.authorities.groups import column_of

DFE_CLA = "DfE, Children looked after in England including adoptions"
DFE_CIN = "DfE, Children in need"
LAIT = "DfE, Local Authority Interactive Tool"
OFSTED = "Ofsted, children's social care register at 31 March"
ONS = "ONS, mid-year population estimates"


@dataclass(frozen=True)
class Column:
    """One column: its name, meaning, unit, publication and raw table."""

    name: str
    meaning: str
    unit: str
    source: str
    raw: str


def _labelled(table: labels.Labels, prefix: str, source: str, raw: str) -> list[Column]:
    found: dict[str, list[str]] = {}
    for group, names in table.items():
        for label, name in names.items():
            if name and not name.startswith("_"):
                text = "total" if label == labels.TOTAL else f"{group}: {label}"
                found.setdefault(column_of(name), []).append(text)
    return [
        Column(name, f"{prefix}; {' + '.join(texts)}", "children", source, PATTERNS[raw])
        for name, texts in found.items()
    ]


def _simple(rows: str, source: str, raw: str) -> list[Column]:
    """Read ``name | unit | meaning`` lines."""
    found = []
    for line in rows.strip().splitlines():
        name, unit, meaning = (part.strip() for part in line.split("|"))
        found.append(Column(name, meaning, unit, source, PATTERNS[raw]))
    return found


_MID = "mid-2020 age band scaled so that bands under 18 add up to children_0_17"

COLUMNS: tuple[Column, ...] = (
    *_simple(
        "children_0_17 | children | Mid-year population aged 0 to 17 of the June before",
        ONS,
        "population",
    ),
    *_simple(
        f"""
        pop_under_1 | children | Aged under 1; {_MID}
        pop_1_4 | children | Aged 1 to 4; {_MID}
        pop_5_9 | children | Aged 5 to 9; {_MID}
        pop_10_15 | children | Aged 10 to 15; {_MID}
        pop_16_17 | children | Aged 16 and 17; {_MID}
        pop_18_24 | people | Aged 18 to 24; mid-2020, not scaled
        """,
        ONS,
        "bands",
    ),
    *_labelled(labels.STOCK, "Looked after on 31 March", DFE_CLA, "stock"),
    *_simple(
        "cla_three_plus | children | Looked after on 31 March; 3 or more placements in the year",
        DFE_CLA,
        "stability",
    ),
    *_labelled(labels.STARTED, "Started to be looked after in the year", DFE_CLA, "started"),
    *_labelled(labels.CEASED, "Ceased to be looked after in the year", DFE_CLA, "ceased"),
    *_simple(
        """
        new_placements | placements | New placements started in the year
        changes_total | placements | Placements that changed in the year
        changes_status_only | placements | Changes of a placement's status only: nobody moved
        changes_care_plan | placements | Changes to carry out the care plan
        changes_carer_behaviour | placements | Carer asked for the end because of behaviour
        changes_carer_other | placements | Carer asked for the end for another reason
        changes_child_request | placements | Child asked for the end
        changes_other | placements | Changes for all other reasons: allegation, approval removed, custody, closure, authority's request, standards, other
        """,
        DFE_CLA,
        "placements",
    ),
    *_simple(
        """
        looked_after_in_year | children | Looked after at any time in the year
        children_missing | children | Missing from placement at least once in the year
        children_missing_twice | children | Missing from placement more than once in the year
        missing_incidents | incidents | Missing incidents in the year
        missing_31_march | children | Missing on 31 March
        """,
        DFE_CLA,
        "missing",
    ),
    *_simple(
        """
        cin | children | Children in need on 31 March, those looked after included
        cin_started | episodes | Episodes of need started in the year
        cin_ended | episodes | Episodes of need ended in the year
        """,
        DFE_CIN,
        "in_need",
    ),
    *(
        Column(
            name,
            f"Episodes ended in the year, by length: {header}",
            "episodes",
            DFE_CIN,
            PATTERNS["ended"],
        )
        for header, name in labels.CIN_ENDED.items()
    ),
    *(
        Column(
            name,
            f"Open on 31 March, by length so far: {header}",
            "children",
            DFE_CIN,
            PATTERNS["open"],
        )
        for header, name in labels.CIN_OPEN.items()
    ),
    *_simple(
        """
        referrals | referrals | Referrals in the year
        rereferral_percent | percent | Referrals within 12 months of an earlier one
        """,
        DFE_CIN,
        "referrals",
    ),
    *_simple("cpp | children | Subject of a child protection plan on 31 March", DFE_CIN, "plans"),
    *_simple("s47 | enquiries | Section 47 enquiries started in the year", DFE_CIN, "enquiries"),
    *(
        Column(
            name,
            f"Assessments ended in the year with the factor {header}",
            "episodes",
            DFE_CIN,
            PATTERNS["factors"],
        )
        for header, name in labels.FACTORS.items()
    ),
    *_simple(
        """
        cla_12m_10_17 | children | Looked after 12 months or more, aged 10 to 17
        convicted | children | Of cla_12m_10_17: convicted or cautioned in the year
        substance_base | children | Looked after 12 months or more, all ages
        substance_identified | children | Of substance_base: substance misuse problem identified
        """,
        DFE_CLA,
        "outcomes",
    ),
    *_simple(
        """
        leavers_17_18_eet | people | Care leavers 17 to 18 in education, employment or training; local count, England's share
        leavers_17_18_neet | people | Care leavers 17 to 18 in none of them; local count, England's share
        leavers_17_18_unknown | people | Care leavers 17 to 18, not known; local count, England's share
        """,
        DFE_CLA,
        "suitability",
    ),
    *_simple(
        """
        leavers_19_21_eet | people | Care leavers 19 to 21 in education, employment or training; count x whole percentage
        leavers_19_21_neet | people | Care leavers 19 to 21 in none of them; count x whole percentage
        leavers_19_21_unknown | people | Care leavers 19 to 21, not known; the rest
        foster_places_approved | places | Approved mainstream foster places of the council's own service
        foster_places_filled | places | Filled mainstream foster places of the council's own service
        """,
        LAIT,
        "lait",
    ),
    *_simple(
        """
        homes_places_la | places | Places in the council's homes in the area, secure included
        homes_places_private | places | Places in private homes in the area
        homes_places_voluntary | places | Places in voluntary and health service homes in the area
        homes_count | homes | Children's homes in the area, secure included, residential special schools not
        supported_places | places | Supported accommodation, at the registered provider's council
        homes_register_year | year | Register year of the homes columns
        supported_register_year | year | Register year of supported_places; registration began in 2023
        """,
        OFSTED,
        "register",
    ),
    *_simple(
        """
        cost_residential_week | GBP per child-week | Residential care, outturn of the financial year ended 31 March, its prices
        cost_foster_week | GBP per child-week | Foster care, outturn of that financial year, its prices
        cost_cin_week | GBP per child-week | Social work and commissioning per child in need, outturn of that financial year, its prices
        low_income_percent | percent | Children in low-income families
        """,
        LAIT,
        "lait",
    ),
)

NAMES: tuple[str, ...] = tuple(column.name for column in COLUMNS)
TEXTS: tuple[str, ...] = (
    "code",
    "dfe_code",
    "name",
    "region",
    "neighbours",
    "flags",
    "cannot_run",
    "imputed",
)
"""Columns that hold words; ``imputed`` and ``flags`` are lists parted by spaces."""
