"""Phrases that programmes, practices and conditions share when they describe themselves."""

from collections.abc import Mapping, Sequence
from typing import Any

from simulation.numbers import lasting, written


def plain_word(word: str) -> str:
    """Return a word of the vocabulary as people write it."""
    return word.replace("childrens", "children's").replace("_", " ").replace("send", "SEND")


_MEMBERS = {
    "young_person": "young people",
    "family": "families",
    "mother": "mothers",
    "carer": "carers",
    "home": "children's homes",
}


def members_in_words(member: str) -> str:
    """Return many of a kind of member."""
    return _MEMBERS[member]


def when(opens: float, closes: float | None) -> str:
    """Return from which month to which, counted from the start of the run."""
    end = "to the end" if closes is None else f"to month {written(closes)}"
    return f"from month {written(opens)} {end}"


def grows_and_fades(file: Mapping[str, Any]) -> str:
    """Return how a practice or condition comes to its full effect, and what is left when it ends."""
    full, half = file["years_to_full_effect"], file["half_life_years"]
    grows = f"grows over {lasting(full, 'year')}" if full else "in full at once"
    fades = (
        f"halves every {lasting(half, 'year')} once it ends"
        if half
        else "gone at once when it ends"
    )
    return f"{grows}; {fades}"


def acted_on_in_words(acts_on: str) -> str:
    """Return what an effect acts on as its own declaration says it; unknown names as they are."""
    # Imported here: the rules are made of what describes itself with this.
    from simulation.discover import model_rules

    return model_rules().words.get(acts_on, acts_on)


def effects_in_words(effects: Sequence[Mapping[str, Any]], fidelity: float) -> list[str]:
    """Return a line an effect: on what, how large, how it is known."""
    share = "" if fidelity >= 1 else f" (at a fidelity of {fidelity:.0%})"
    return [
        f"  Effect on {acted_on_in_words(one['acts_on'])}: {_size(one)}{share}; grade {one['grade']}; "
        f"{one['source']}"
        for one in effects
    ]


def costs_in_words(costs: Sequence[Mapping[str, Any]], each: str) -> list[str]:
    """Return a line a cost: what for, how much, who pays; or that nothing is counted."""
    if not costs:
        return ["  Costs: none are counted"]
    lines = []
    for one in costs:
        posts = "" if one["posts"] == 1 else f"{written(one['posts'])} x "
        running = f"{posts}£{one['pounds_a_year']:,.0f} a year" if one["pounds_a_year"] else ""
        opening = f"£{one['set_up']:,.0f} to set up" if one["set_up"] else ""
        said = " and ".join(filter(None, (running, opening))) or "nothing"
        payer, source = plain_word(one["payer"]), one.get("source", "no source given")
        lines.append(f"  Cost of {each}, {one['what']}: {said}, paid by the {payer}; {source}")
    return lines


def _size(effect: Mapping[str, Any]) -> str:
    if "figure" in effect:
        return f"the register's {effect['figure']}"
    kind = "ratio" if "ratio" in effect else "log_odds"
    size, name = effect[kind], kind.replace("_", " ")
    if isinstance(size, Mapping):
        return (
            f"{name} {written(size['central'])} ({written(size['low'])} to {written(size['high'])})"
        )
    return f"{name} {written(size)}"
