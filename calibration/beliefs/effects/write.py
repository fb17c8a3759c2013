"""Write the priors that follow from the studies into the register.

``python -m calibration.beliefs.effects.write`` combines every study anew, sets the ratios of No Wrong Door in
``no_wrong_door.toml`` and writes ``effect_priors.toml``, which holds those of other services. A judgement
that no study can replace is left as it is.
"""

import json
import re
from collections.abc import Mapping
from typing import Final

from calibration.beliefs.effects.combine import Combined, Part, combine
from calibration.beliefs.effects.outcomes import EFFECTS, NO_WRONG_DOOR
from calibration.beliefs.evidence.load import FIGURES
from simulation.errors import DoorwaysError
from simulation.files.writing import write_text

HUB: Final = FIGURES / "no_wrong_door.toml"
PRIORS: Final = FIGURES / "effect_priors.toml"

_HEAD: Final = """\
# What services other than No Wrong Door are believed to do in a place that starts now.
# Written by `python -m calibration.beliefs.effects.write` from calibration/beliefs/effects/studies.toml: never edit.

[_defaults]
unit = "ratio"
interval_meaning = "90% range"
kind = "elicited"
label = "scenario"
used_by = ["calibration.beliefs.effects.outcomes"]
"""

_ORDER: Final = (
    *("says", "value", "low", "high", "distribution", "grade", "place", "period"),
    *("source", "locator", "arithmetic"),
)


def hub_text(text: str) -> str:
    """Return the text of no_wrong_door.toml with the ratios that follow from the studies.

    Raises
    ------
    DoorwaysError
        When the text lacks one of the figures.
    """
    for about in EFFECTS:
        if about.intervention == NO_WRONG_DOOR and not about.kept:
            text = _with_figure(text, about.figure, combine(NO_WRONG_DOOR, about.outcome))
    return text


def priors_text() -> str:
    """Return the text of effect_priors.toml."""
    others = [one for one in EFFECTS if one.intervention != NO_WRONG_DOOR and not one.kept]
    return "\n".join([_HEAD, *(_table(combine(o.intervention, o.outcome)) for o in others)])


def main() -> None:
    """Write both files."""
    write_text(HUB, hub_text(HUB.read_text(encoding="utf-8")))
    write_text(PRIORS, priors_text())


def _with_figure(text: str, name: str, answer: Combined) -> str:
    """Replace what the studies decide in one table of the file and keep the rest of it."""
    found = re.search(rf"^\[{name}\]\n(?:.+\n)+", text, re.MULTILINE)
    if found is None:
        raise DoorwaysError(
            "figure", name, "The register has no such table.", f"Add it to {HUB.name}."
        )
    table = found[0]
    central = f"{answer.new_place.central:.2f}"
    table = re.sub(r"multiplied by \d+\.\d+\.", f"multiplied by {central}.", table)
    settled = _settled(answer)
    lines = [_line(line, settled) for line in table.splitlines(keepends=True)]
    return text[: found.start()] + "".join(lines) + text[found.end() :]


def _line(line: str, settled: Mapping[str, str]) -> str:
    """Return a line of a table with what the studies settle in place of what it said."""
    field = line.split(" = ", 1)[0]
    return f"{field} = {settled[field]}\n" if field in settled else line


def _settled(answer: Combined) -> dict[str, str]:
    """Return the fields the studies decide, as they are written in TOML."""
    new = answer.new_place
    return {
        "value": f"{new.central:.2f}",
        "low": f"{new.low:.2f}",
        "high": f"{new.high:.2f}",
        "interval_meaning": '"90% range"',
        "distribution": '"lognormal"',
        "kind": '"elicited"',
        "arithmetic": json.dumps(_arithmetic(answer), ensure_ascii=False),
    }


def _table(answer: Combined) -> str:
    about, first = answer.effect, answer.parts[0].study
    says = f"{answer.service}: in a new place the rate of {about.title} is multiplied by "
    fields = _settled(answer) | {
        "says": json.dumps(f"{says}{answer.new_place.central:.2f}."),
        "grade": json.dumps(first.grade),
        "place": json.dumps(first.place),
        "period": json.dumps(first.period),
        "source": json.dumps(first.source),
        "locator": json.dumps(first.locator),
    }
    return "\n".join([f"[{about.figure}]", *(f"{key} = {fields[key]}" for key in _ORDER), ""])


def _arithmetic(answer: Combined) -> str:
    studies = "; ".join(_told(part) for part in answer.parts)
    mean = answer.mean_effect
    return (
        f"Studies combined as docs/effects.md says: {studies}. The sceptical prior weighs "
        f"{answer.prior_weight:.0%}. Mean over places {mean.central:.2f} ({mean.low:.2f} to "
        f"{mean.high:.2f}); in a new place a benefit with a probability of {answer.benefit:.0%}."
    )


def _told(part: Part) -> str:
    study, allowed = part.study, part.allowed
    other = f" (another service, grade {study.grade})" if part.is_indirect else ""
    finding = f"{study.locator}{other} {study.ratio:.2f} ({study.reading})"
    if not allowed.says_something:
        return f"{finding}, too diluted to say anything"
    spread = f"{allowed.central:.2f} ({allowed.low:.2f} to {allowed.high:.2f})"
    return f"{finding}, after allowance for bias {spread}, weighs {part.weight:.0%}"


if __name__ == "__main__":
    main()
