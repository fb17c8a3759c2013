"""Plain British English for rows: counts, durations and what each code is called in a sentence."""

from math import isfinite

from agents.codes import Activity, Enrolled, Placement, Route
from agents.lengths import DAY, MONTH, WEEK

#: From these lengths on a duration is told in weeks, months and years.
IN_WEEKS, IN_MONTHS = 2 * WEEK, 2 * MONTH

#: Where a looked-after young person lives, after "now".
LIVES = {
    Placement.NONE: "waiting for a placement",
    Placement.FOSTER_IN_HOUSE: "with one of the council's own foster families",
    Placement.FOSTER_AGENCY: "with an agency foster family",
    Placement.KINSHIP: "with relatives or friends as foster carers",
    Placement.CHILDRENS_HOME: "in a children's home",
    Placement.SUPPORTED: "in supported accommodation",
    Placement.LODGINGS: "in supported lodgings",
    Placement.PARENTS: "at home with parents under an order",
    Placement.ADOPTION: "with a prospective adoptive family",
    Placement.OTHER_RESIDENTIAL: "in a secure or other residential setting",
    Placement.OTHER: "in another kind of placement",
    Placement.SERVICE_BED: "in a service's own home",
    Placement.SERVICE_FAMILY: "with a service's community foster family",
}

#: Who offers a placement, one of them.
OFFERS = {
    Placement.NONE: "a carer",
    Placement.FOSTER_IN_HOUSE: "one of the council's own foster families",
    Placement.FOSTER_AGENCY: "an agency foster family",
    Placement.KINSHIP: "relatives or friends as foster carers",
    Placement.CHILDRENS_HOME: "a children's home",
    Placement.SUPPORTED: "a provider of supported accommodation",
    Placement.LODGINGS: "a household that offers supported lodgings",
    Placement.PARENTS: "parents who care under an order",
    Placement.ADOPTION: "a prospective adoptive family",
    Placement.OTHER_RESIDENTIAL: "a secure or other residential setting",
    Placement.OTHER: "a provider of another kind of placement",
    Placement.SERVICE_BED: "a place in a service's own home",
    Placement.SERVICE_FAMILY: "a service's community foster family",
}

#: How somebody left care, after "who".
LEFT = {
    Route.NONE: "left care",
    Route.HOME: "went home from care",
    Route.KINSHIP_ORDER: "left care to live with relatives or friends under an order",
    Route.ADOPTED: "was adopted from care",
    Route.AGED_OUT: "left care on turning 18",
    Route.INDEPENDENCE: "left care to live independently",
    Route.OTHER: "left care",
    Route.TRANSFERRED: "moved into another authority's care",
}

DOES = {
    Activity.TOO_YOUNG: "",
    Activity.IN_EET: "in education, employment or training",
    Activity.NEET: "not in education, employment or training",
}

#: Where somebody stands with a service, before its name.
STANDS = {
    Enrolled.WAITING: "waiting for",
    Enrolled.SUPPORTED: "supported by",
    Enrolled.AFTER: "supported in the past by",
}

#: By level, from 0.
STRAIN = ("little strain", "some strain", "heavy strain", "very heavy strain")


def count(number: int, one: str, many: str = "") -> str:
    """Return a number with its noun: "1 child", "no places"."""
    noun = one if number == 1 else many or f"{one}s"
    return f"{number or 'no'} {noun}"


def with_article(noun: str) -> str:
    """Return "a" or "an" before words that begin with a sound or a number."""
    first = noun.split("-")[0].split()[0].lower()
    spoken_vowel = first[0] in "aeio" or first.startswith("un") or first[0] == "8"
    return f"{'an' if spoken_vowel or first in ('11', '18') else 'a'} {noun}"


def duration(years: float) -> str:
    """Return a length of time as people say it, in the largest whole unit that says enough."""
    if years < DAY:
        return "less than a day"
    if years < IN_WEEKS:
        return count(int(years / DAY), "day")
    if years < IN_MONTHS:
        return count(int(years / WEEK), "week")
    if years < 1:
        return count(int(years / MONTH), "month")
    return count(int(years), "year")


def lasting(years: float) -> str:
    """Return " for" a length of time, or nothing when it is not known."""
    return f" for {duration(years)}" if 0 <= years < 100 else ""


def ago(years: float) -> str:
    """Return how long ago, or nothing when it is not known."""
    if not isfinite(years) or not 0 <= years < 100:
        return ""
    return " today" if years < DAY else f" {duration(years)} ago"


def capital(text: str) -> str:
    """Begin a text with a capital."""
    return text[:1].upper() + text[1:]


def sentence(parts: list[str]) -> str:
    """Return the parts that say something as one sentence."""
    text = "; ".join(part for part in parts if part)
    return f"{capital(text)}."
