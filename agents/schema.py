"""The columns of each table: one line a column, with its type and what it holds.

Times are years since the start; a row number of -1 means nobody.
"""

import numpy as np

from agents.codes import Reason
from agents.lengths import MOST_QUARTERS, MOST_YEARS

REASONS = len(Reason)
#: How often what goes wrong with one site may begin or end.
MOST_STAGES = 8

YOUNG_PERSON = np.dtype(
    [
        ("uid", "i8"),  # identity from synthesis; the address of every draw
        ("practices", "i8"),  # bits: which practices reach them
        ("born", "f8"),
        ("arrives", "f8"),  # first becomes in need (or arrives unaccompanied)
        ("frailty", "f8"),  # persistent latent need, mean 1
        ("roaming", "f8"),  # persistent tendency to go missing, mean 1
        ("risk", "f8"),  # the same trait in exploitation, offending and substance use, mean 1
        ("since", "f8"),  # present status began
        ("entered", "f8"),  # present or last period of care began
        ("placed", "f8"),  # present placement began
        ("left", "f8"),  # last left care
        ("follow", "f8"),  # when a sibling did what is to follow, or infinity
        ("displaced", "f8"),  # the placement closes at this moment, or infinity
        ("stay_ends", "f8"),  # with a service, for a time: it is over at this moment, or infinity
        ("gone_since", "f8"),  # present missing episode began
        ("crisis", "f8"),  # last breakdown, missing episode, arrest or escalation
        ("number", "i4"),  # row
        ("family", "i4"),
        ("next_sibling", "i4"),
        ("leader", "i4"),  # the sibling followed
        ("carer", "i4"),
        ("next_resident", "i4"),
        ("last_resident", "i4"),
        ("first_enrolment", "i4"),  # the chain of services they may come to
        ("entry_year", "i2"),  # year in which a start was last counted
        ("exit_year", "i2"),
        ("missing_year", "i2"),
        ("placement_year", "i2"),  # year that `year_placements` counts
        ("year_placements", "i2"),
        ("moves", "i2"),  # in this period of care
        ("periods", "i2"),  # of care so far
        ("status", "i1"),
        ("female", "i1"),
        ("uasc", "i1"),
        ("emotional", "i1"),
        ("offending", "i1"),
        ("exploitation", "i1"),
        ("send", "i1"),
        ("substance", "i1"),
        ("behaviour", "i1"),  # 0 settled to 4
        ("placement", "i1"),
        ("outside", "i1"),  # placed outside the authority
        ("far", "i1"),  # placed over 20 miles from home
        ("unregistered", "i1"),  # placed where no provider is registered, for want of a bed
        ("mismatch", "i1"),  # by how much the carer's skill falls short
        ("legal", "i1"),
        ("route", "i1"),
        ("missing", "i1"),
        ("recent", "i1"),  # missing episodes not yet faded from memory
        ("activity", "i1"),
        ("follows", "i1"),  # what is to follow
        ("beside", "i1"),  # siblings they live with in care
        ("first_siblings", "i1"),  # siblings in care when this period of care began
        ("first_beside", "i1"),  # of them, those they were placed with
        ("waiting", "i1"),  # services waited for
        ("supported", "i1"),  # services supported by now
        ("helped", "i1"),  # services that may act on them: supported by, now or before
    ],
    align=True,
)

FAMILY = np.dtype(
    [
        ("uid", "i8"),
        ("practices", "i8"),
        ("kin_needs", "f8"),  # log odds that have to be added before kin are found; below 0: none
        ("first_child", "i4"),
        ("kin_carer", "i4"),
        ("first_enrolment", "i4"),
        ("known", "i2"),  # children in need or on the edge of care now
        ("cared", "i2"),  # children looked after now
        ("helped", "i1"),
        ("status", "i1"),
        ("strain", "i1"),  # 0 to 3
    ],
    align=True,
)

CARER = np.dtype(
    [
        ("uid", "i8"),
        ("practices", "i8"),
        ("opens", "f8"),
        ("mark", "f8"),  # how strongly the market has to call before they come; 0: come anyway
        ("restless", "f8"),  # for good: share of all who give up less readily, 0 to 1
        ("first_resident", "i4"),
        ("first_enrolment", "i4"),
        ("site", "i4"),  # of the service the place belongs to
        ("helped", "i1"),
        ("status", "i1"),
        ("placement", "i1"),
        ("places", "i1"),
        ("beyond", "i1"),  # of these, beyond the usual limit, for brothers and sisters
        ("filled", "i1"),
        ("skill", "i1"),  # 0 to 3
        ("strain", "i1"),  # 0 to 3
        ("outside", "i1"),
        ("far", "i1"),
        ("missing", "i1"),  # residents missing now
        ("shut", "i1"),  # made to close by a condition, at once
    ],
    align=True,
)

#: What is known of all providers of one kind of placement together: one row a kind.
MARKET = np.dtype(
    [
        ("uid", "i8"),
        ("next_review", "f8"),
        ("usual", "f8"),  # occupancy at which nothing answers
        ("began", "f8"),  # places at the start
        ("rest", "f8"),  # joining that makes good leaving, over that of the base year
        ("scarcity", "f8"),  # log of occupancy over the usual, as it is felt by now
        ("answer", "f8"),  # what scarcity adds to the log price by now
        ("joins", "f8"),  # what joining is multiplied by now
        ("leaves", "f8"),  # what leaving is multiplied by now
        ("path", "f8", (MOST_YEARS,)),  # log price of each year, were it not for scarcity
        (
            "premium",
            "f8",
            (MOST_YEARS,),
        ),  # what scarcity and conditions multiplied each year's price by
        ("given", "f8", (MOST_QUARTERS,)),  # what conditions add to the log price of each quarter
        ("most", "f8", (MOST_QUARTERS,)),  # the log price of each quarter is never above it
        ("places", "i4"),  # of all that are open
        ("filled", "i4"),
        ("placement", "i1"),
        ("status", "i1"),
    ],
    align=True,
)

#: Columns every site of a service has. `simulation.services.table` adds what it acts on, and the
#: columns that services declare of their own.
SERVICE = (
    ("uid", "i8"),
    ("opens", "f8"),
    ("closes", "f8"),
    ("opened", "f8"),
    ("closed", "f8"),
    ("reopens", "f8"),  # an outage ends
    ("age_low", "f8"),  # years; who may come
    ("age_high", "f8"),
    ("care_low", "f8"),  # years in care, of those looked after
    ("care_high", "f8"),
    ("referral", "f8"),  # referrals per year to each site
    ("referral_by_reason", "f8", (REASONS,)),  # ratio; 0: not taken
    ("crisis_years", "f8"),  # how long a crisis counts as recent
    ("calm", "f8", (REASONS,)),  # ratio of referrals with no recent crisis
    ("acceptance", "f8", (REASONS,)),  # share of referrals taken on
    ("waiting_limit", "f8"),  # share of capacity beyond which nobody is taken on
    ("ramp", "f8"),  # years from opening to full capacity
    ("start", "f8"),  # starts per year of each of those who wait, once there is room
    ("priority", "f8"),  # ratio of starts after a recent crisis
    ("end", "f8"),  # ends per year of support
    ("end_long", "f8"),  # the same in the long tail
    ("long_share", "f8"),
    ("length", "f8"),  # years of support of a fixed length; infinity: as `end` says
    ("dropout", "f8"),  # per year
    ("fading", "f8"),  # per year: effects end after support
    ("outage_rate", "f8"),
    ("outage_years", "f8"),
    ("effect_ramp", "f8"),  # years from opening to full effect
    ("half_life", "f8"),  # years in which a practice that has ended loses half
    ("strength", "f8"),  # of support when it starts
    ("tie_weight", "f8"),  # share of the effect that rests on the relationship with one worker
    ("tie_growth", "f8"),  # its steps per year
    ("turnover", "f8"),  # workers who leave per year: it begins again
    ("recording", "f8"),  # share of missing episodes written down
    ("place_log_odds", "f8"),  # its own places, for those it supports
    ("place_by_need", "f8"),  # how far its places go by need alone, 0 to 1
    ("bed_years", "f8"),  # after which a stay in one of its beds is over
    ("family_years", "f8"),  # the same with one of its families
    ("kept_beds", "i4"),  # of its beds, those kept for whom nobody else takes
    ("capacity", "i4"),
    ("active", "i4"),
    ("waiting", "i4"),
    ("first_waiting", "i4"),  # enrolment
    ("number", "i4"),  # row
    ("first_site", "i4"),  # sites of one programme lie side by side
    ("sites", "i4"),
    ("first_member", "i4"),  # enrolments of the programme lie side by side
    ("members", "i4"),
    ("first_place", "i4"),
    ("places", "i4"),
    ("acts_from", "f8"),  # age of those it acts on, years
    ("acts_to", "f8"),
    ("overlap", "f8"),  # weight of all effects on one lever but the strongest
    ("floor", "f8"),  # several effects together never multiply a hazard by less
    ("needs", "i4"),  # bits: one of these needs is asked for; 0: none
    ("placements", "i4"),  # bits: in one of these kinds of placement; 0: any
    ("referred", "i4"),  # so far
    ("accepted", "i4"),
    ("started", "i4"),
    ("dropped", "i4"),
    ("kind", "i2"),
    ("status", "i1"),
    ("outage", "i1"),
    ("shuts", "i4"),  # providers that close when it begins
    ("shuts_kind", "i1"),  # of this kind of placement
    ("converts", "i1"),  # takes over one of the council's children's homes
    ("strain_low", "i1"),  # of families, mothers, carers and homes: levels of strain, both ends in
    ("strain_high", "i1"),
    ("steadiest", "f8"),  # of carers and homes: this share, those who give up least readily
    ("next_low", "f8"),  # of mothers: the next child is to be born within these years
    ("next_high", "f8"),  # 0: not asked
    ("stay_rate", "f8"),  # short stays per year of each member at home, in a recent crisis
    ("stay_calm", "f8"),  # ratio without one
    ("stay_least", "f8"),  # years of a short stay
    ("stay_most", "f8"),
    ("stay_beds", "i4"),  # for stays without becoming looked after
    ("stay_taken", "i4"),
    ("stays", "i4"),  # so far
    ("of", "i1"),  # the kind of member
    ("by_young", "i8"),  # of young people: levers of their families and carers it acts on, as bits
    ("stage", "i2"),  # how many changes of what follows are over
    ("stages", "i2"),  # how many there are
    ("stage_at", "f8", (MOST_STAGES,)),
    ("stage_shut", "f8", (MOST_STAGES,)),  # nobody is taken on until then; 0: no such change
    ("stage_turnover", "f8", (MOST_STAGES,)),
    ("stage_capacity", "i4", (MOST_STAGES,)),
)
#: What a site does: columns with a number for each lever, or for each option of a choice, of so many stages.
BY_LEVER = {"ratio": 1, "dose": 1, "stay_ratio": 1, "stay_dose": 1, "stage_dose": MOST_STAGES}
BY_OPTION = {"log_odds": 1, "odds_dose": 1, "stage_odds_dose": MOST_STAGES}

#: One member's way through one service.
ENROLMENT = (
    ("uid", "i8"),
    ("since", "f8"),  # present state began
    ("strength", "f8"),  # of support, 0 to 1: how far what the service does reaches the member
    ("stay_ends", "f8"),  # in a bed for short stays until then, or infinity
    ("member", "i4"),
    ("number", "i4"),  # row of this enrolment
    ("next_enrolment", "i4"),  # of the same member
    ("programme", "i4"),  # first site of it
    ("site", "i4"),
    ("next_waiting", "i4"),
    ("kind", "i2"),  # of service
    ("of", "i1"),  # the kind of member
    ("status", "i1"),
    ("long", "i1"),  # support of the long tail
    ("stage", "i1"),  # steps of the relationship with the worker
)
