"""Who may do what: an event as it was asked for, checked against the story and the one who asks."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from dashboards.workshop.hosting import Hosting
from dashboards.workshop.menu import check_mix
from dashboards.workshop.room import OF_SEATS, OF_THE_LEAD, RefusedError
from dashboards.workshop.together import dealt, span


def permitted(hosting: Hosting, event: dict[str, Any], seat: str, console: str) -> dict[str, Any]:
    """Return an event with who does it.

    Parameters
    ----------
    seat, console
        Marks of the browser that asks, empty where it is not known to the room as such.

    Raises
    ------
    RefusedError
        When it may not be done, or says what the story does not know.
    """
    did = str(event.get("did"))
    if did in OF_SEATS:
        event["seat"] = seat
    elif did in OF_THE_LEAD:
        leading(hosting, console)
    elif did == "taken_over":
        event["console"] = console
    else:
        rule = f"That is not done from a page of room {hosting.room.code}."
        raise RefusedError(did, rule)
    if did in CHECKED:
        CHECKED[did](hosting, event)
    return event


def leading(hosting: Hosting, console: str) -> None:
    """Check that a console leads.

    Raises
    ------
    RefusedError
        When it does not.
    """
    if not console or console != hosting.room.lead:
        raise RefusedError("lead", "Another console leads this room.", "Take over first.")


def _guess(hosting: Hosting, event: dict[str, Any]) -> None:
    question = hosting.tale.question(str(event.get("question")))
    if question is None or len(event.get("values", ())) != question.points:
        raise RefusedError("prediction", "It answers no question of this story.")
    event["values"] = question.drawn_in(event["values"])


def _choice(hosting: Hosting, event: dict[str, Any]) -> None:
    if event.get("choice") not in hosting.tale.choices:
        raise RefusedError(event.get("choice"), "This story offers no such choice.")


def _mix(hosting: Hosting, event: dict[str, Any]) -> None:
    menu = hosting.sideline.of("teams", hosting.choice)
    if menu is None:
        raise RefusedError("mix", "The prices are not known yet.", "Wait a moment.")
    check_mix(menu, event["services"], hosting.room.budget or menu["budget"])


def _refusal(hosting: Hosting, event: dict[str, Any]) -> None:
    room, now = hosting.room, hosting.together
    offers = now.asked["offers"] if now is not None and now.asked is not None else ()
    seat = room.seats.get(event["seat"], 0)
    if not seat or dealt(room, offers).get(event.get("carer", -1)) != seat:
        raise RefusedError("place", "That place is not yours to answer for.")


def _deciding(hosting: Hosting, event: dict[str, Any]) -> None:
    event.update(span(hosting.room, hosting.tale.weeks))


#: What is checked, or filled in, beyond who asks.
CHECKED: Final[Mapping[str, Callable[[Hosting, dict[str, Any]], None]]] = {
    "guessed": _guess,
    "again": _choice,
    "chosen": _choice,
    "mixed": _mix,
    "refused": _refusal,
    "deciding": _deciding,
}
