"""Scenario files as people save them and as nobody should: read to the letter, or refused in a line."""

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from scenarios.cite import as_bibtex, cite
from scenarios.describe import describe
from scenarios.scenario import LIBRARY, Scenario, from_toml, list_scenarios, load_scenario
from simulation.errors import DoorwaysError
from simulation.files.plain_text import UNSEEN
from simulation.services.wording import MOST_SITES

HEAD = 'name = "mine"\ntitle = "Mine"\n'
SERVICE = '[[interventions]]\nkind = "no_wrong_door"\nhubs = [{}]\n'
LETTERS = st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"])
PLAIN = st.text(LETTERS, max_size=80).filter(lambda text: not UNSEEN.search(text))
LINES = st.lists(PLAIN | st.sampled_from(["\\n", '"""', "\\", "'''", "\\u0041", "#"]), max_size=8)


@settings(deadline=None)
@given(PLAIN.filter(bool), LINES.map("\n".join), st.lists(PLAIN, max_size=3), PLAIN.filter(bool))
def test_texts_survive_a_file(title: str, about: str, notes: list[str], hub: str) -> None:
    """Title, description, notes and names written to a file are read back letter for letter."""
    one = Scenario(
        name="mine",
        title=title,
        description=about.strip(),
        interventions=({"kind": "no_wrong_door", "hubs": [{"name": hub}]},),
        notes=tuple(notes),
        sources=tuple(notes),
    )
    back = from_toml(one.to_toml())
    assert (back.title, back.description, back.notes) == (title, about.strip(), tuple(notes))
    assert back.sources == tuple(notes)
    assert back.interventions[0]["hubs"] == [{"name": hub}]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_files_of_every_usual_program(encoding: str, end: str, tmp_path: Path) -> None:
    """A shipped scenario saved again by Notepad, Word or Excel is the same scenario."""
    text = (LIBRARY / "no_wrong_door.toml").read_text(encoding="utf-8")
    place = tmp_path / "mine.toml"
    place.write_bytes(text.replace("\n", end).encode(encoding))
    assert load_scenario(str(place)) == load_scenario("no-wrong-door")


@pytest.mark.parametrize(
    "letter", ["\\u001b[31m", "\\u202e", "\\u009b", "\\u007f", "\\r", "\\u0000"]
)
@pytest.mark.parametrize(
    "text",
    [
        'name = "mine"\ntitle = "a {} b"\n',
        HEAD + 'description = "a {} b"\n',
        HEAD + 'notes = ["a", "{}"]\n',
        HEAD + 'sources = ["{}"]\n',
        HEAD + SERVICE.format('{{ name = "{}" }}'),
        HEAD + '[parameters]\n"{}" = 1\n',
        HEAD + '"{}" = 1\n',
    ],
)
def test_no_text_of_a_scenario_steers_a_screen(letter: str, text: str) -> None:
    """A control code or a turn of direction anywhere in a scenario is refused, and spelled out."""
    with pytest.raises(DoorwaysError, match="cannot be seen") as caught:
        from_toml(text.format(letter), "mine.toml")
    assert UNSEEN.search(str(caught.value)) is None


TOO_MUCH = {
    "many services of one hub": HEAD + SERVICE.format("{}") * 10_000,
    "many hubs of one service": HEAD + SERVICE.format("{}, " * 10_000),
    "hubs over all services": HEAD + SERVICE.format("{}, " * (MOST_SITES // 2 + 1)) * 2,
    "long title": 'name = "mine"\ntitle = "' + "x" * 121 + '"\n',
    "title of two lines": 'name = "mine"\ntitle = "a\\nb"\n',
    "hub name of two lines": HEAD + SERVICE.format('{ name = "a\\nb" }'),
    "long description": HEAD + 'description = "' + "x" * 5000 + '"\n',
    "long note": HEAD + 'notes = ["' + "x" * 5000 + '"]\n',
    "many notes": HEAD + f"notes = {json.dumps(['x'] * 1000)}\n",
    "many sources": HEAD + f"sources = {json.dumps(['x'] * 1000)}\n",
    "long twin": HEAD + 'twin_of = "' + "x" * 5000 + '"\n',
    "long key": HEAD + "x" * 100_000 + " = 1\n",
    "long parameter": HEAD + "[parameters]\n" + "x" * 100_000 + " = 1\n",
    "long distinguisher": HEAD
    + SERVICE.format("{}")
    + "[interventions.fidelity]\n"
    + "x" * 100_000
    + " = 1\n",
    "large list": HEAD + "[parameters]\nhub_caseload = [" + "1, " * 60_000 + "1]\n",
    "large file": HEAD + "# x\n" * 100_000,
    "long key of many parts": HEAD + "a" + ".a" * 50_000 + " = 1\n",
    "long number": HEAD + "[parameters]\nhub_caseload = " + "9" * 5000 + "\n",
    "deep": HEAD + "a = " + "[" * 100_000 + "]" * 100_000 + "\n",
}


@pytest.mark.parametrize("case", TOO_MUCH)
def test_too_much_is_refused_in_few_words(case: str) -> None:
    """Whatever there is too much of, the refusal names the file and prints little of it."""
    with pytest.raises(DoorwaysError) as caught:
        from_toml(TOO_MUCH[case].replace(", ]", "]"), "mine.toml")
    assert "mine.toml" in caught.value.thing
    assert len(str(caught.value)) < 1500


def test_as_many_hubs_as_allowed() -> None:
    """The most hubs may stand in one service; a second of its name is refused, not merged."""
    assert from_toml(HEAD + SERVICE.format(", ".join(["{}"] * MOST_SITES))).interventions
    with pytest.raises(DoorwaysError, match="two things of this name"):
        from_toml(HEAD + SERVICE.format("{}") * 2)


@settings(deadline=None)
@given(PLAIN.filter(bool))
def test_a_source_stays_inside_its_bibtex_field(source: str) -> None:
    """Whatever a source is called, its entry's braces pair up and no bare command stands in it."""
    found = [one for one in cite(Scenario("mine", "Mine", sources=(source,))) if one.key == source]
    # The id of a figure, or a row of the evidence, stands for the work it is from.
    assume(found)
    said = as_bibtex(found)
    depth = 0
    for letter in re.sub(r"\\[&%$#_{}]|\\text\w+", "", said):
        depth += {"{": 1, "}": -1}.get(letter, 0)
        assert depth >= 0
        assert letter != "\\"
    assert depth == 0


PIECES = (
    *(one.to_toml() for one in list_scenarios()[:3]),
    *(
        "[",
        "]",
        "{",
        "}",
        "=",
        '"',
        '"""',
        "\n",
        "\\",
        ".",
        "1e9",
        "-1",
        "nan",
        "inf",
        "true",
        "[[",
    ),
    *(
        "1979-05-27",
        "hubs",
        "interventions",
        "parameters",
        "hub_caseload",
        "central = 1",
        "#",
        "\0",
    ),
)


@st.composite
def mangled(draw: st.DrawFn) -> str:
    """Return a shipped scenario with pieces cut out and put in anywhere."""
    text = draw(st.sampled_from(PIECES[:3]))
    for _ in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 30)))
        put = draw(st.sampled_from(PIECES[3:]) | st.text(max_size=4) | st.integers().map(str))
        text = text[:start] + put + text[end:]
    return text


@settings(deadline=None)
@given(mangled() | st.text())
def test_any_text_is_a_scenario_or_one_error(text: str) -> None:
    """No text whatever ends in anything but a scenario or one error."""
    try:
        one = from_toml(text, "mine.toml")
    except DoorwaysError as error:
        said: Any = str(error)
    else:
        said = describe(replace(one, origin="mine.toml"))
    assert UNSEEN.search(said) is None
