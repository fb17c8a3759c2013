"""What synthesis declares: every figure it needs."""

from typing import Final

from agents.codes import Placement
from agents.lengths import (
    AGE_BAND_COUNT,
    CARE_BAND_COUNT,
    NEED_BAND_COUNT,
    PLACEMENT_BAND_COUNT,
    QUARTERS_PER_YEAR,
    YEARS_OF_AGE,
)
from agents.parameter import Parameter
from agents.synthesis import market, years

KINDS = len(Placement)
#: Brothers and sisters known to services are told apart up to this many.
FAMILY_SIZES = len(("one", "two", "three", "four", "five", "six"))
#: Unaccompanied children are told apart under 16, of 16 and of 17.
ALONE_GROUPS = len(("under 16", "16", "17"))
#: Whose placements are told apart at the start: each year of age, then unaccompanied children.
PLACED_GROUPS = YEARS_OF_AGE + ALONE_GROUPS
#: Whose placements are told apart by time in care: age bands, then unaccompanied children.
TIMED = AGE_BAND_COUNT + 1
QUARTERS_PAST_16 = 2 * QUARTERS_PER_YEAR

PARAMETERS: Final = (
    *years.PARAMETERS,
    *market.PARAMETERS,
    Parameter(
        "edge_stock",
        "children",
        0,
        1e6,
        "On the edge of care at the start, by age band.",
        (AGE_BAND_COUNT,),
    ),
    Parameter(
        "synth_need_age_share",
        "share",
        0,
        1,
        "Children in need, not looked after, by age band.",
        (AGE_BAND_COUNT,),
    ),
    Parameter(
        "synth_arrival_age_share",
        "share",
        0,
        1,
        "New children in need by age band.",
        (AGE_BAND_COUNT,),
    ),
    Parameter(
        "synth_arrival_rate", "per year", 0, 10, "New children in need a year per child in need."
    ),
    Parameter(
        "synth_closing_rate",
        "per year",
        0,
        10,
        "Episodes of need that end a year per child in need.",
    ),
    Parameter("synth_closed_share", "share", 0, 1, "Of those closed in three years, still closed."),
    Parameter(
        "synth_need_elapsed_share",
        "share",
        0,
        1,
        "Open episodes of need by duration band.",
        (NEED_BAND_COUNT,),
    ),
    Parameter(
        "synth_care_elapsed_share",
        "share",
        0,
        1,
        "Children with families in care by time in care so far, of each quarter of a year of age.",
        (YEARS_OF_AGE * QUARTERS_PER_YEAR, CARE_BAND_COUNT),
    ),
    Parameter(
        "synth_placement_elapsed_share",
        "share",
        0,
        1,
        "Placements of each kind by time so far, however short care has been yet, by age band; then of unaccompanied children.",
        (TIMED, KINDS, PLACEMENT_BAND_COUNT),
    ),
    Parameter(
        "synth_placement_age_weight",
        "relative weight",
        0,
        1e6,
        "Placements by year of age and kind; then unaccompanied children under 16, of 16, of 17.",
        (PLACED_GROUPS, KINDS),
    ),
    Parameter(
        "synth_placement_care_time",
        "ratio",
        0,
        1e3,
        "How much likelier each kind of placement is by time in care, by age band; then of unaccompanied children.",
        (TIMED, CARE_BAND_COUNT, KINDS),
    ),
    Parameter(
        "synth_placement_quarter",
        "ratio",
        0,
        1e3,
        "The same by quarter of a year past 16, against others of the same year of age.",
        (QUARTERS_PAST_16, KINDS),
    ),
    Parameter(
        "synth_placement_need",
        "exponent",
        -2,
        2,
        "How far latent need shows in where children live at the start, by kind of placement.",
        (KINDS,),
    ),
    Parameter("synth_placement_risk", "exponent", -2, 2, "The same of latent risk.", (KINDS,)),
    Parameter(
        "synth_placement_behaviour",
        "log odds",
        -2,
        2,
        "The same per level of behaviour.",
        (KINDS,),
    ),
    Parameter(
        "synth_other_share",
        "share",
        0,
        1,
        "Of supported accommodation and other placements together, other placements.",
    ),
    Parameter(
        "synth_unregistered_share",
        "share",
        0,
        1,
        "Of other placements of those of 10 and over, with unregistered providers.",
    ),
    Parameter("synth_kinship_share", "share", 0, 1, "Foster placements with kin."),
    Parameter(
        "synth_external_share",
        "share",
        0,
        1,
        "Run outside the council: homes, supported accommodation.",
        (2,),
    ),
    Parameter(
        "synth_agency_bounds",
        "share",
        0,
        1,
        "Agency foster placements: at least of all, at most of those not with kin.",
        (2,),
    ),
    Parameter(
        "synth_placed_frailty_floor",
        "ratio to the mean",
        1e-6,
        1,
        "Latent need below which less of it makes the present placement no longer.",
    ),
    Parameter("synth_moves_most", "moves", 0, 100, "Most moves so far."),
    Parameter(
        "synth_edge_elapsed_years",
        "years",
        0.01,
        10,
        "On the edge of care so far: mean before it is cut, and longest.",
        (2,),
    ),
    Parameter("synth_kin_places", "places", 1, 20, "Children whom kin could look after at once."),
    Parameter("synth_lodgings_share", "share", 0, 1, "Supported accommodation that is lodgings."),
    Parameter(
        "synth_outside_weight",
        "relative weight",
        0,
        1e3,
        "Placed outside the authority, by kind.",
        (KINDS,),
    ),
    Parameter(
        "synth_far_weight",
        "relative weight",
        0,
        1e3,
        "Over 20 miles, by kind, inside and outside the authority.",
        (KINDS, 2),
    ),
    Parameter(
        "synth_vacancy_ratio",
        "places per child",
        0,
        5,
        "Free and available places by kind.",
        (KINDS,),
    ),
    Parameter(
        "synth_places_per_carer", "places", 1, 50, "Places of a carer or home by kind.", (KINDS,)
    ),
    Parameter(
        "synth_carer_join_rate",
        "per year",
        0,
        2,
        "New carers and homes per open one, by kind.",
        (KINDS,),
    ),
    Parameter("synth_carer_skill_share", "share", 0, 1, "Skill levels 0-3 by kind.", (KINDS, 4)),
    Parameter(
        "synth_family_size_share",
        "share",
        0,
        1,
        "Families with 1-6 children known to services.",
        (FAMILY_SIZES,),
    ),
    Parameter(
        "synth_care_group_share",
        "share",
        0,
        1,
        "Families with 1-6 children looked after.",
        (FAMILY_SIZES,),
    ),
    Parameter(
        "synth_whole_share",
        "share",
        0,
        1,
        "Families with 2-6 children looked after who all live together.",
        (FAMILY_SIZES - 1,),
    ),
    Parameter(
        "synth_together_weight",
        "relative weight",
        0,
        1,
        "Living with a brother or sister by kind of placement.",
        (KINDS,),
    ),
    Parameter(
        "synth_together_age_weight",
        "relative weight",
        0,
        1,
        "The same by age band.",
        (AGE_BAND_COUNT,),
    ),
    Parameter(
        "synth_parted_age_weight",
        "relative weight",
        0,
        1,
        "Having brothers and sisters in care and living with none of them, by age band.",
        (AGE_BAND_COUNT,),
    ),
    Parameter(
        "synth_foster_places_share",
        "share",
        0,
        1,
        "Fostering households with 1-6 places.",
        (FAMILY_SIZES,),
    ),
    Parameter(
        "synth_sibling_closed_share",
        "share",
        0,
        1,
        "Children in need whose place among siblings is swapped with a closed child's.",
    ),
    Parameter(
        "synth_care_age_share",
        "share",
        0,
        1,
        "Looked after, with families: of each age band, each year of age.",
        (YEARS_OF_AGE,),
    ),
    Parameter(
        "synth_newborn_share", "share", 0, 0.99, "Of new children in need under 1, at birth."
    ),
    Parameter("synth_kin_share", "share", 0, 1, "Families with kin who could care."),
    Parameter(
        "synth_kin_willing_share",
        "share",
        0,
        1,
        "Of kin of children looked after, those who have not given up.",
    ),
    Parameter(
        "synth_strain_share",
        "share",
        0,
        1,
        "Family strain 0-3, of families known to services.",
        (4,),
    ),
    Parameter("synth_frailty_variance", "variance", 0, 10, "Of latent need, mean 1."),
    Parameter(
        "synth_roaming_variance", "variance", 0, 50, "Of the tendency to go missing, mean 1."
    ),
    Parameter(
        "synth_risk_variance",
        "variance",
        0,
        50,
        "Of the same latent risk in exploitation, offending and substance use, mean 1.",
    ),
    Parameter(
        "synth_risk_with_need", "share", 0, 1, "Young people as high in latent risk as in need."
    ),
    Parameter(
        "synth_behaviour_share",
        "share",
        0,
        1,
        "Behaviour level 0-4 in care, under 10 and from 10.",
        (2, 5),
    ),
    Parameter("synth_female_share", "share", 0, 1, "Of all but unaccompanied children."),
    Parameter("synth_uasc_female_share", "share", 0, 1, "Of unaccompanied children."),
    Parameter(
        "synth_uasc_age_share",
        "share",
        0,
        1,
        "Unaccompanied arrivals by year of age.",
        (YEARS_OF_AGE,),
    ),
    Parameter(
        "synth_emotional_share",
        "share",
        0,
        1,
        "Emotional or mental health need, under 10 and from 10.",
        (2,),
    ),
    Parameter("synth_send_share", "share", 0, 1, "Special educational needs."),
    Parameter(
        "synth_repeat_period_share", "share", 0, 1, "Children in care not for the first time."
    ),
    Parameter(
        "local_adopted_share", "share", 0, 0.9, "Of exits before 18, adoptions, by age band.", (5,)
    ),
    Parameter("synth_left_years", "years", 0, 10, "How far back those who left care are followed."),
    Parameter(
        "synth_placed_frailty",
        "exponent",
        0,
        2,
        "How far latent need shortens the present placement so far.",
    ),
    Parameter("synth_moves_per_year", "per year", 0, 10, "Moves so far per year in care."),
    Parameter("synth_edge_spell_years", "years", 0.01, 5, "Time on the edge of care."),
    Parameter(
        "synth_edge_entry_share",
        "share",
        0.001,
        0.999,
        "Spells on the edge of care that end in care.",
    ),
    Parameter(
        "synth_edge_path_share",
        "share",
        0,
        1,
        "Entries that come by the edge of care, by age band.",
        (AGE_BAND_COUNT,),
    ),
)
