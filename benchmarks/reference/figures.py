"""The made-up figures of the reference workload: weekly hazards and the units they are run in."""

#: Time runs in bins of the engine, 52 a unit of time: one bin is one week here.
WEEKS = 52
WEEK = 1.0 / WEEKS

AT_HOME, IN_CARE, MISSING = range(3)
CELLS = ("at_home", "in_care", "missing", "out_of_authority")

ENTRY_BASE, ENTRY_NEED, NEED_CUT = 0.004, 0.5, 3.0
MOVE_TYPE = (0.005, 0.010, 0.012, 0.015, 0.010)
MOVE_BAND = (2.0, 1.0, 0.6)
MOVE_PER_MOVE, MOVE_CAP = 0.1, 10
MISSING_AGE = (0.0005, 0.003, 0.012)
MISSING_TYPE = (0.6, 0.8, 1.0, 2.5, 1.5)
MISSING_END = 1.5
EXIT_BAND = (0.03, 0.02, 0.01)
#: Bands of time in care and in placement: under 4 weeks, 4 to 25, longer.
BANDS = (4, 26)
#: Bands of age: under 10, 10 to 13, older.
AGES = (10.0, 14.0)
TYPE_SHARE = (0.15, 0.35, 0.20, 0.20, 0.10)
CHILDREN_PER_CARER, CAPACITY = 10, 2
SHARE_IN_CARE, LONGEST_CARE, LONGEST_PLACEMENT, OLDEST = 0.25, 105, 60, 13
