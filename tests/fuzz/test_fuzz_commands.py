"""Command lines over every command there is; benchmarks/fuzz.py tries very many more."""

from collections.abc import Iterator

import pytest
from hypothesis import given, settings

from fuzzing.campaign import HOW
from fuzzing.lines import Line, commands, lines
from fuzzing.stand_ins import stand_ins
from fuzzing.typing_lines import Typist


@pytest.fixture(scope="module")
def typist(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Typist]:
    """Type in an account of this module's own, the heavy parts replaced."""
    with stand_ins():
        yield Typist(tmp_path_factory.mktemp("account"))


@settings(
    max_examples=settings().max_examples * 3 // 2,
    **HOW,
)
@given(line=lines())
def test_a_line_works_or_says_in_a_sentence_why_not(typist: Typist, line: Line) -> None:
    """Whatever is typed: a known exit code, no trail, no password shown, nothing left about."""
    assert typist(line)


@pytest.mark.parametrize("command", [one.path for one in commands()], ids=" ".join)
def test_every_command_is_typed(typist: Typist, command: tuple[str, ...]) -> None:
    """Every command of the program is known to the fuzzer and explains itself."""
    assert typist(Line((*command, "--help"))) == f"{' '.join(command)}: done"
