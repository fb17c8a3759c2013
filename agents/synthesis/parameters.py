"""What synthesis declares: (name, unit, low, high, meaning, shape) of every figure it needs."""

from agents.codes import Placement

KINDS = len(Placement)
AGES = 5

type Declaration = tuple[str, str, float, float, str, tuple[int, ...]]

PARAMETERS: tuple[Declaration, ...] = (
    ("synth_need_age_share", "share", 0, 1, "Children in need, not looked after, by age band.", (AGES,)),
    ("synth_arrival_age_share", "share", 0, 1, "New children in need by age band.", (AGES,)),
    ("synth_arrival_rate", "per year", 0, 10, "New children in need a year per child in need.", ()),
    ("synth_closing_rate", "per year", 0, 10, "Episodes of need that end a year per child in need.", ()),
    ("synth_closed_share", "share", 0, 1, "Of those closed in three years, still closed.", ()),
    ("synth_need_elapsed_share", "share", 0, 1, "Open episodes of need by duration band.", (5,)),
    ("synth_care_elapsed_share", "share", 0, 1, "Children in care by time in care so far.", (9,)),
    ("synth_placement_elapsed_share", "share", 0, 1, "Placements by time so far.", (8,)),
    ("synth_placement_age_weight", "relative weight", 0, 1e6, "Placements by age band and kind.", (AGES, KINDS)),
    ("synth_kinship_share", "share", 0, 1, "Foster placements with kin.", ()),
    ("synth_external_share", "share", 0, 1, "Run outside the council: homes, supported accommodation.", (2,)),
    ("synth_lodgings_share", "share", 0, 1, "Supported accommodation that is lodgings.", ()),
    ("synth_outside_weight", "relative weight", 0, 1e3, "Placed outside the authority, by kind.", (KINDS,)),
    ("synth_far_weight", "relative weight", 0, 1e3, "Over 20 miles, inside and outside.", (2,)),
    ("synth_vacancy_ratio", "places per child", 0, 5, "Free and available places by kind.", (KINDS,)),
    ("synth_places_per_carer", "places", 1, 50, "Places of a carer or home by kind.", (KINDS,)),
    ("synth_carer_join_rate", "per year", 0, 2, "New carers and homes per open one, by kind.", (KINDS,)),
    ("synth_carer_skill_share", "share", 0, 1, "Skill levels 0-3 by kind.", (KINDS, 4)),
    ("synth_family_size_share", "share", 0, 1, "Families with 1-4 children known to services.", (4,)),
    ("synth_kin_share", "share", 0, 1, "Families with kin who could care.", ()),
    ("synth_strain_share", "share", 0, 1, "Family strain 0-3, of families known to services.", (4,)),
    ("synth_frailty_variance", "variance", 0, 10, "Of latent need, mean 1.", ()),
    ("synth_roaming_variance", "variance", 0, 50, "Of the tendency to go missing, mean 1.", ()),
    ("synth_behaviour_share", "share", 0, 1, "Behaviour level 0-4 in care, under 10 and from 10.", (2, 5)),
    ("synth_female_share", "share", 0, 1, "Of all but unaccompanied children.", ()),
    ("synth_uasc_female_share", "share", 0, 1, "Of unaccompanied children.", ()),
    ("synth_uasc_age_share", "share", 0, 1, "Unaccompanied arrivals by age band.", (AGES,)),
    ("synth_emotional_share", "share", 0, 1, "Emotional or mental health need, under 10 and from 10.", (2,)),
    ("synth_send_share", "share", 0, 1, "Special educational needs.", ()),
    ("synth_exploitation_share", "share", 0, 1, "At risk of exploitation, from 10.", ()),
    ("synth_offending_share", "share", 0, 1, "Known offending, from 10.", ()),
    ("synth_substance_share", "share", 0, 1, "Substance problem at 10-15 and 16-17.", (2,)),
    ("synth_repeat_period_share", "share", 0, 1, "Children in care not for the first time.", ()),
    ("synth_left_years", "years", 0, 10, "How far back those who left care are followed.", ()),
    ("synth_moves_per_year", "per year", 0, 10, "Moves so far per year in care.", ()),
    ("synth_edge_spell_years", "years", 0.01, 5, "Time on the edge of care.", ()),
    ("synth_edge_entry_share", "share", 0.001, 0.999, "Spells on the edge of care that end in care.", ()),
    ("synth_edge_path_share", "share", 0, 1, "Entries that come by the edge of care, by age band.", (AGES,)),
)
