"""What every page with a form holds: its address's choice, the job of it, what it shows, and what Run does."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import solara
from reacton.core import get_render_context

from dashboards.boards import desk
from dashboards.components.widgets import AskForm
from dashboards.jobs import Asked, Board, Job
from dashboards.pages.composing.own_file import OwnFile
from dashboards.pages.fields import LONGEST, Field, Value, for_form
from dashboards.pages.own.brought import brought
from dashboards.pages.showing import Shown, shown
from dashboards.pages.watching import watch

TOO_MUCH = (
    "More is changed than an address can hold, so nothing was run: change less here, run it, take the scenario away, say "
    "the rest in it, and bring it back."
)

type Settled[C] = tuple[C, tuple[str, ...]]


@dataclass(frozen=True)
class Asking[C: Asked, R]:
    """Hold where a page is.

    Attributes
    ----------
    notes
        What was changed in the choice.
    now
        What it shows: of this choice, or of one before.
    start
        Takes what the form holds, checked or not, runs it and moves the page there.
    """

    choice: C
    notes: tuple[str, ...]
    job: Job[C, R]
    now: Shown[C, R] | None
    start: Callable[[Any], None]


def use_asking[C: Asked, R](
    board: Board[C, R],
    read: Callable[[str | None], Settled[C]],
    settle: Callable[[Mapping[str, Any]], Settled[C]],
    called: Callable[[C], str],
    submit: Callable[[C], object],
) -> Asking[C, R]:
    """Return where the page is; its state is the address, the board and what it shows now.

    Parameters
    ----------
    read, settle
        Make a choice that can be run of an address's query and of what a form holds.
    called
        Gives choices their words.
    submit
        Has a choice run on the board.
    """
    router, page = solara.use_router(), get_render_context()
    choice, notes = read(router.search)
    told, tell = solara.use_state((choice, notes))
    _, look = solara.use_state(0)
    before: Any = solara.use_ref(None)
    solara.use_memo(lambda: board.look(choice), [choice])
    job = board.find(choice) or Job[C, R](choice, "idle")
    before.current = now = shown(job, before.current, called)

    def start(wanted: Any) -> None:
        settled, changes = settle(wanted if isinstance(wanted, Mapping) else {})
        if too_much := told_of(settled):
            # The form keeps what was typed: nothing moves.
            tell((choice, (too_much,)))
            return
        # The page is gone through once, when all of it has moved: never with the old choice and the new job.
        with page:
            tell((settled, changes))
            submit(settled)
            router.push(settled.link())
            look(lambda n: n + 1)

    watch(job, lambda: look(lambda n: n + 1))
    # What was changed before Run is told of that choice alone; its link holds nothing to be changed.
    return Asking(choice, notes or (told[1] if told[0] == choice else ()), job, now, start)


def told_of(choice: Asked) -> str:
    """Say in a sentence why a choice is not run; empty where it is: the page has to find it again by its address."""
    return TOO_MUCH if len(choice.link()) > LONGEST else ""


def form(
    fields: Sequence[Field],
    values: Mapping[str, Value],
    at: Asking[Any, Any],
    called: Callable[[Any], str],
) -> solara.Element:
    """Return the form with the values the address holds; what is wrong with a file is told when it is chosen."""
    told, tell = solara.use_state({"name": "", "said": ""})
    return AskForm(
        fields=[one.shown() for one in fields],
        choice={name: for_form(value) for name, value in values.items()},
        busy=at.job.open,
        shown=called(at.now.choice) if at.now else "",
        told_file=told,
        event_start=at.start,
        event_piece=_take,
        event_check=lambda file: tell(_checked(fields, file)),
    )


def _checked(fields: Sequence[Field], file: Any) -> dict[str, str]:
    """Return the name of a file that a browser brings, and what is wrong with it."""
    found = file if isinstance(file, Mapping) else {}
    name, text = found.get("name"), found.get("text")
    files = (one for one in fields if isinstance(one, OwnFile) and one.name == found.get("field"))
    said = (one.told(name, text) for one in files)
    return {"name": str(name), "said": next(said, "")}


def _take(piece: Any) -> None:
    """Take a piece of a file of own data, where the pages have any."""
    if desk().alone:
        brought.piece(piece)
