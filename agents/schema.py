"""The columns of each table: one line a column, with its type and what it holds.

Times are years since the start; a row number of -1 means nobody.
"""

import numpy as np

YOUNG_PERSON = np.dtype(
    [
        ("uid", "i8"),  # identity from synthesis; the address of every draw
        ("born", "f8"),
        ("arrives", "f8"),  # first becomes in need (or arrives unaccompanied)
        ("frailty", "f8"),  # persistent latent need, mean 1
        ("roaming", "f8"),  # persistent tendency to go missing, mean 1
        ("since", "f8"),  # present status began
        ("entered", "f8"),  # present or last period of care began
        ("placed", "f8"),  # present placement began
        ("left", "f8"),  # last left care
        ("follow", "f8"),  # a sibling's entry to follow, or infinity
        ("displaced", "f8"),  # the placement closes at this moment, or infinity
        ("gone_since", "f8"),  # present missing episode began
        ("crisis", "f8"),  # last breakdown, missing episode, arrest or escalation
        ("hub_since", "f8"),
        ("family", "i4"),
        ("next_sibling", "i4"),
        ("carer", "i4"),
        ("next_resident", "i4"),
        ("last_resident", "i4"),
        ("hub", "i4"),
        ("next_waiting", "i4"),
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
        ("mismatch", "i1"),  # by how much the carer's skill falls short
        ("legal", "i1"),
        ("route", "i1"),
        ("missing", "i1"),
        ("recent", "i1"),  # level of recent missing episodes
        ("activity", "i1"),
        ("hub_state", "i1"),
        ("bond", "i1"),  # key worker relationship, 0 to 3
        ("stays_long", "i1"),  # hub support of the long tail
    ],
    align=True,
)

FAMILY = np.dtype(
    [
        ("uid", "i8"),
        ("first_child", "i4"),
        ("kin_carer", "i4"),
        ("known", "i2"),  # children in need or on the edge of care now
        ("status", "i1"),
        ("strain", "i1"),  # 0 to 3
    ],
    align=True,
)

CARER = np.dtype(
    [
        ("uid", "i8"),
        ("opens", "f8"),
        ("first_resident", "i4"),
        ("hub", "i4"),
        ("status", "i1"),
        ("placement", "i1"),
        ("places", "i1"),
        ("filled", "i1"),
        ("skill", "i1"),  # 0 to 3
        ("strain", "i1"),  # 0 to 3
        ("outside", "i1"),
        ("far", "i1"),
        ("missing", "i1"),  # residents missing now
    ],
    align=True,
)

#: What a hub acts on: entry, leaving care, moves, missing, justice, education and health.
MECHANISMS = 6
ENTRY, EXIT, MOVES, MISSING, JUSTICE, OUTCOMES = range(MECHANISMS)

HUB = np.dtype(
    [
        ("uid", "i8"),
        ("opens", "f8"),
        ("opened", "f8"),
        ("reopens", "f8"),
        ("fidelity", "f8"),  # mean weight of the ten distinguishers
        ("help", "f8", (MECHANISMS,)),  # share of each full effect that fidelity allows
        ("promptness", "f8"),  # speed of first help and of engagement, 1 at full fidelity
        ("continuity", "f8"),  # how far one key worker stays, 1 at full fidelity
        ("bed_discipline", "f8"),  # how far beds go by need alone, 1 at full fidelity
        ("outreach", "f8"),  # share of those supported who live at home
        ("recording", "f8"),  # share of missing episodes written down
        ("caseload", "i4"),
        ("active", "i4"),
        ("waiting", "i4"),
        ("first_waiting", "i4"),
        ("first_bed", "i4"),
        ("beds", "i4"),
        ("status", "i1"),
        ("outage", "i1"),
        ("converts", "i1"),  # takes over one of the council's children's homes
    ],
    align=True,
)
