"""Phrases that programmes, practices and conditions share when they describe themselves."""

from collections.abc import Mapping, Sequence
from typing import Any

from simulation.numbers import lasting, written

#: Words that people write otherwise than keys do.
_WRITTEN = {"childrens": "children's", "send": "SEND", "nhs": "NHS", "camhs": "CAMHS"}


def plain_word(word: str) -> str:
    """Return a word of the vocabulary as people write it."""
    return " ".join(_WRITTEN.get(one, one) for one in word.split("_"))


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


def effect_in_words(effect: Mapping[str, Any]) -> str:
    """Return what an effect acts on, and when: two on one process are told apart by that."""
    return f"{acted_on_in_words(effect['acts_on'])}{while_in_words(effect)}"


def while_in_words(effect: Mapping[str, Any]) -> str:
    """Return when an effect acts, where that is not always."""
    return " during a short stay" if effect.get("while_staying") else ""


def effects_in_words(effects: Sequence[Mapping[str, Any]], fidelity: float) -> list[str]:
    """Return a line an effect: on what, how large, how it is known."""
    share = "" if fidelity >= 1 else f" (at a fidelity of {fidelity:.0%})"
    return [
        f"  Effect on {effect_in_words(one)}: {_size(one)}{share}; grade {one['grade']}; "
        f"{one['source']}"
        for one in effects
    ]


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
