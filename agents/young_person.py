"""One young person: what their row says, and the sentence a trainer would read aloud."""

from typing import Any

import numpy as np

from agents.agent_set import AgentSet
from agents.codes import ADULT, Activity, Legal, Placement, Route, Status
from agents.enrolment import enrolments_of, standing
from agents.lengths import DAY, MONTH
from agents.views import Reading, View, cell, days_since
from agents.words import DOES, LEFT, LIVES, ago, count, lasting, sentence, with_article

#: Statuses of those who are not in sight: not yet born or known, grown up, adopted, moved away.
#: Age of criminal responsibility, from which offending and exploitation count.
RESPONSIBLE = 10
OUT_OF_SIGHT = (Status.UNKNOWN, Status.GONE)


def in_care(rows: Any) -> Any:
    """Return whether looked after."""
    return rows["status"] == Status.LOOKED_AFTER


class YoungPerson(View):
    """Show one young person; times in years unless the name says days."""

    table = "young_people"

    age = Reading(lambda rows, now: now - rows["born"], "Age in years; negative before birth.")
    female = cell("female", "Whether a girl or young woman.", bool)
    unaccompanied = cell("uasc", "Whether they came to the country alone to seek asylum.", bool)

    status = cell("status", "Where they stand with children's social care.", Status)
    placement = cell("placement", "Kind of placement now.", Placement)
    outside_authority = cell("outside", "Whether placed outside the authority.", bool)
    far_from_home = cell("far", "Whether placed over 20 miles from home.", bool)
    mismatch = cell("mismatch", "Levels by which the carer's skill falls short.")
    legal = cell("legal", "Legal basis on which the last period of care began.", Legal)
    route = cell("route", "How they last left care.", Route)

    emotional_health = cell("emotional", "Whether emotional health is a concern.", bool)
    substance_misuse = cell("substance", "Whether substances are a problem now.", bool)
    offending = cell("offending", "Whether known to offend.", bool)
    exploitation = cell("exploitation", "Whether at risk of being exploited.", bool)
    send = cell("send", "Whether with special educational needs or disabilities.", bool)
    behaviour = cell("behaviour", "From 0, settled, to 4, in great distress.")
    frailty = cell("frailty", "Lasting need that no record shows; the mean is 1.")

    entries = cell("periods", "Periods of care so far.")
    moves = cell("moves", "Placement moves in the present or last period of care.")
    days_in_care = days_since("entered", "Days in this period of care.", in_care)
    days_in_placement = days_since("placed", "Days in this placement.", in_care)
    missing = cell("missing", "Whether missing now.", bool)
    days_missing = days_since("gone_since", "Days missing.", lambda rows: rows["missing"])
    activity = cell("activity", "Education, employment or training from 16.", Activity)
    in_eet = Reading(
        lambda rows, now: rows["activity"] == Activity.IN_EET,
        "Whether 16 or over and in education, employment or training.",
        bool,
    )
    waiting = cell("waiting", "Services they wait for.")
    supported = cell("supported", "Services that support them now.")

    @property
    def carer(self) -> Any:
        """Return the carer they live with, or None."""
        return self.linked("carer", "carers")

    @property
    def family(self) -> Any:
        """Return their family, or None for those who came alone."""
        return self.linked("family", "families")

    @property
    def enrolments(self) -> AgentSet:
        """Return their way through each service they could come to."""
        return enrolments_of(self)

    @property
    def siblings(self) -> AgentSet:
        """Return the other children of the family."""
        rows = self.family.child_rows if self.family is not None else []
        return AgentSet.of_rows(type(self), self.model, [r for r in rows if r != self.row])

    @property
    def needs(self) -> tuple[str, ...]:
        """Return the needs that are seen, in words."""
        # Drawn for everybody once, and of no weight before the age of criminal responsibility.
        ten = self.age >= RESPONSIBLE
        seen = {
            "emotional health": self.emotional_health,
            "substance misuse": self.substance_misuse,
            "offending": ten and self.offending,
            "risk of exploitation": ten and self.exploitation,
            "special educational needs or disabilities": self.send,
        }
        return tuple(need for need, here in seen.items() if here)

    def __str__(self) -> str:
        if self.age < 0:
            return "A child who is not yet born."
        main = f"{self._who()}, {self._standing()}"
        return sentence([main, self._whereabouts(), self._support(), self._activity()])

    def _who(self) -> str:
        age = self.age
        alone = "unaccompanied " if self.unaccompanied else ""
        if age >= ADULT:
            noun = "young woman" if self.female else "young man"
        else:
            noun = "girl" if self.female else "boy"
        if age < MONTH:
            return with_article(f"newborn {noun}")
        if age < 1:
            return with_article(f"{int(age / MONTH)}-month-old {noun}")
        return with_article(f"{alone}{int(age)}-year-old {noun}")

    def _for(self, field: str) -> float:
        return float(self.model.now - self.cells[field])

    def _standing(self) -> str:
        status = self.status
        if status == Status.UNKNOWN:
            return "not yet known to services"
        if status == Status.CLOSED:
            return "known to services in the past but not now"
        if status == Status.IN_NEED:
            return f"in need{lasting(self._for('since'))}"
        if status == Status.EDGE_OF_CARE:
            return f"on the edge of care{lasting(self._for('since'))}"
        if status == Status.LOOKED_AFTER:
            return f"looked after{lasting(self._for('entered'))}, now {self._home()}"
        if status in (Status.CARE_LEAVER, Status.LEFT_CARE) or self.route != Route.NONE:
            return f"who {LEFT[self.route]}{ago(self._for('left'))}"
        return "no longer followed"

    def _home(self) -> str:
        distance = " and ".join(
            words
            for words, true in (
                ("outside the authority", self.outside_authority),
                ("over 20 miles away", self.far_from_home),
            )
            if true
        )
        moves = f", after {count(self.moves, 'move')}" if self.moves else ""
        return f"{LIVES[self.placement]}{' ' if distance else ''}{distance}{moves}"

    def _whereabouts(self) -> str:
        if not self.missing:
            return ""
        days = self.days_missing
        if days < 2:
            return f"missing since {'yesterday' if days >= 1 else 'today'}"
        return f"missing{lasting(days * DAY)}"

    def _support(self) -> str:
        return "" if self.status in OUT_OF_SIGHT else standing(self)

    def _activity(self) -> str:
        told = self.status in (Status.LOOKED_AFTER, Status.CARE_LEAVER)
        return DOES[self.activity] if told else ""


def in_sight(people: Any) -> Any:
    """Return rows of everybody services know or still follow, shape (people,)."""
    return np.flatnonzero(~np.isin(people["status"], OUT_OF_SIGHT))
