"""Lengths of time in years, ages that count, and the bands in which published tables give both.

A band's edges are the moments that divide it from the next: one more band than edges.
"""

from agents.codes import ADULT

DAYS_PER_YEAR = 365.25
WEEKS_PER_YEAR = DAYS_PER_YEAR / 7
MONTHS_PER_YEAR = 12
#: Bins of a year for counts; 52 so that years are whole numbers of bins.
BINS_PER_YEAR = 52
DAY, WEEK, MONTH = 1 / DAYS_PER_YEAR, 7 / DAYS_PER_YEAR, 1 / MONTHS_PER_YEAR
QUARTER = 1 / 4
ONE_YEAR, THREE_YEARS = 1.0, 3.0
#: Years that have a luck of their own; later ones repeat the last.
MOST_YEARS = 25
QUARTERS_PER_YEAR = 4
MOST_QUARTERS = MOST_YEARS * QUARTERS_PER_YEAR

#: The first month of life, in which most babies who start to be looked after do so.
NEWBORN = MONTH
TEEN, SIXTEEN, SEVENTEEN, ADULTHOOD, TWENTY_ONE = 10.0, 16.0, 17.0, float(ADULT), 21.0

#: Ages in whole years, 0 to 17.
YEARS_OF_AGE = ADULT
AGE_EDGES = (1.0, 5.0, 10.0, 16.0)
#: Years of adolescence, told apart where risks rise fast.
TEEN_EDGES = (10.0, 11.0, 12.0, 13.0, 14.0, 15.0, 16.0, 17.0)
#: The age bands as columns of published tables are called.
AGE_BANDS = ("under_1", "1_4", "5_9", "10_15", "16_plus")
#: Placements that ended, by duration: 1-7 days, to 1, 3, 6 months, 1, 2, 5 years, longer.
PLACEMENT_EDGES = (8 * DAY, MONTH, 3 * MONTH, 6 * MONTH, 1.0, 2.0, 5.0)
#: Last period of care: to 2 and 8 weeks, 6 and 12 months, 2, 3, 5 and 10 years, longer.
CARE_EDGES = (14 * DAY, 56 * DAY, 6 * MONTH, 1.0, 2.0, 3.0, 5.0, 10.0)
#: Episodes of need: to 3, 6, 12 months, 2 years, longer.
NEED_EDGES = (3 * MONTH, 6 * MONTH, 1.0, 2.0)
#: Missing episodes: under a day, 1-2 days, 3-7 days, longer.
MISSING_EDGES = (1 * DAY, 3 * DAY, 8 * DAY)
#: Time since leaving care: to 3 months, to 1 year, to 6 years, longer.
AFTER_EDGES = (3 * MONTH, 1.0, 6.0)

AGE_BAND_COUNT, PLACEMENT_BAND_COUNT, CARE_BAND_COUNT, NEED_BAND_COUNT = (
    len(edges) + 1 for edges in (AGE_EDGES, PLACEMENT_EDGES, CARE_EDGES, NEED_EDGES)
)
TEEN_YEAR_COUNT = len(TEEN_EDGES) + 1
MISSING_BAND_COUNT, AFTER_BAND_COUNT = len(MISSING_EDGES) + 1, len(AFTER_EDGES) + 1
