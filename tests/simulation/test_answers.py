"""What tasks gave is kept: a stop loses nothing, nothing runs twice, and nothing stale or unsound is believed."""

import base64
import json
import os
import pickle
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from sqlalchemy import create_engine, text

from simulation.costs.bill import Group, Line
from simulation.errors import DoorwaysError
from simulation.runner import answers
from simulation.runner.execution import Execution, StoppedError
from simulation.runner.packed import packed, unpacked
from simulation.runner.run_all import run_all
from simulation.runner.shelf import Shelf
from simulation.runner.spec import ArmSpec
from simulation.store.store import Store, open_store

#: What ran, task by task.
RAN: list[int] = []


@pytest.fixture(autouse=True)
def nothing_ran() -> None:
    """Begin with nothing run."""
    RAN.clear()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where a store is made."""
    return tmp_path / "runs.sqlite"


def halves(number: int) -> dict[str, Any]:
    """Return a number's half, which is not always whole, as a number and in an array."""
    RAN.append(number)
    return {"half": number / 2, "row": np.array([number, np.nan], np.float32)}


def times(factor: int, number: int) -> int:
    """Return a multiple of a number."""
    RAN.append(number)
    return factor * number


def even_only(number: int) -> int:
    """Refuse odd numbers."""
    RAN.append(number)
    if number % 2:
        raise DoorwaysError("number", number, "It is odd.", "Ask for an even one.")
    return number


@dataclass
class Stop:
    """Stop once so many have finished."""

    after: int
    done: int = 0

    def tell(self, done: int, total: int) -> None:
        """Remember how far it is."""
        self.done = done

    def __call__(self) -> bool:
        """Whether enough have finished."""
        return self.done >= self.after


def asked(store: Store, stop: Stop | None = None, said: list[str] | None = None) -> Execution:
    """Return an execution in this thread that keeps answers in a store."""
    shelf = Shelf(store, (said if said is not None else []).append)
    if stop is None:
        return Execution(1, shelf=shelf)
    return Execution(1, progress=stop.tell, cancelled=stop, shelf=shelf)


def test_a_stop_loses_nothing_and_the_rest_is_all_that_runs(file: Path) -> None:
    """Stopped after three of nine, and the store closed, the next call runs six and gives all nine in order."""
    with open_store(file) as store, pytest.raises(StoppedError, match="3 of 9 numbers") as error:
        run_all(range(9), halves, asked(store, Stop(3)), what="halves", each="numbers")
    assert "what was finished is kept" in str(error.value)
    assert RAN == [0, 1, 2]
    with open_store(file) as store:
        found = run_all(range(9), halves, asked(store), what="halves")
    assert list(range(9)) == RAN
    assert [one["half"] for one in found] == [0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 3.5, 4.0]


def test_what_is_read_back_is_what_was_given_to_the_bit(file: Path) -> None:
    """Kinds, shapes and values that are no numbers come back as they went in: a whole float stays a float."""
    with open_store(file) as store:
        first = run_all([4], halves, asked(store), what="halves")[0]
        again = run_all([4], halves, asked(store), what="halves")[0]
    assert RAN == [4]
    assert (type(again["half"]), again["half"]) == (float, first["half"])
    assert again["row"].dtype == np.float32
    np.testing.assert_array_equal(again["row"], first["row"])


def test_more_tasks_run_only_what_is_new_and_progress_counts_the_rest(file: Path) -> None:
    """Of five, two are there: progress begins at two of five, and three run."""
    stop = Stop(99)
    told: list[tuple[int, int]] = []
    with open_store(file) as store:
        run_all([1, 3], halves, asked(store), what="halves")
        execution = Execution(
            1, progress=lambda *one: told.append(one), cancelled=stop, shelf=Shelf(store)
        )
        run_all(range(5), halves, execution, what="halves")
    assert RAN == [1, 3, 0, 2, 4]
    assert (told[0], told[-1]) == ((2, 5), (5, 5))


def test_what_failed_is_not_kept_and_what_finished_before_is(file: Path) -> None:
    """A task that fails ends the call with its own error; those before it need not run again."""
    with open_store(file) as store:
        with pytest.raises(DoorwaysError, match="It is odd"):
            run_all([2, 4, 5], even_only, asked(store), what="even")
        assert run_all([2, 4], even_only, asked(store), what="even") == [2, 4]
    assert RAN == [2, 4, 5]


def test_a_function_given_something_else_is_another(file: Path) -> None:
    """Twice and three times a number are kept apart, and so is another function of the same numbers."""
    with open_store(file) as store:
        for factor in (2, 3, 2):
            assert run_all([5], partial(times, factor), asked(store), what="") == [5 * factor]
        run_all([5], halves, asked(store), what="")
    assert RAN == [5, 5, 5]


def test_another_program_believes_nothing(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once a line of the code is another, everything runs again."""
    with open_store(file) as store:
        run_all([5], halves, asked(store), what="")
        monkeypatch.setattr(answers, "code_digest", lambda *_: "another")
        run_all([5], halves, asked(store), what="")
    assert RAN == [5, 5]


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE job_piece SET result = '\"half\"'",
        "UPDATE job_piece SET result = '{\"dr'",
        "UPDATE job_piece SET digest = NULL",
    ],
)
def test_a_damaged_answer_is_made_again_and_said(damage: str, file: Path) -> None:
    """An answer that is no longer what was stored is not believed; the next call has it again."""
    with open_store(file) as store:
        run_all([5], halves, asked(store), what="")
    engine = create_engine(f"sqlite:///{file.as_posix()}")
    with engine.begin() as connection:
        connection.execute(text(damage))
    engine.dispose()
    said: list[str] = []
    with open_store(file) as store:
        for _ in range(2):
            assert run_all([5], halves, asked(store, said=said), what="")[0]["half"] == 2.5
    assert RAN == [5, 5]
    assert len(said) == 1
    assert "1 stored answers could not be used" in said[0]


def test_an_answer_of_another_kind_is_made_again_though_its_digest_is_right(file: Path) -> None:
    """What somebody stored with a right digest, but is no packed answer, is made again and said."""
    said: list[str] = []
    with open_store(file) as store:
        run_all([5], halves, asked(store), what="")
        job = store.job(answers.KIND, answers._made_by(halves))
        (name,) = store.pieces(job).sound
        engine = create_engine(f"sqlite:///{file.as_posix()}")
        with engine.begin() as connection:
            connection.execute(text("DELETE FROM job_piece"))
        engine.dispose()
        store.add_pieces(job, {name: "no answer at all"})
        assert run_all([5], halves, asked(store, said=said), what="")[0]["half"] == 2.5
    assert len(said) == 1


class Deed:
    """Do something when it is unpacked, as a hostile database would."""

    def __init__(self, what: Callable[..., Any], *told: Any) -> None:
        self.what, self.told = what, told

    def __reduce__(self) -> tuple[Any, ...]:
        return self.what, self.told


@pytest.mark.parametrize(
    "thing",
    [
        Deed(os.mkdir, "made"),
        Deed(eval, "1 + 1"),
        Deed(getattr, 1, "real"),
        Deed(np.fromfile, "secret"),
        Deed(open_store, "made.sqlite"),
        Deed(partial, print),
        Path("somewhere"),
        Stop(1),
    ],
    ids=["folder", "eval", "getattr", "file", "our function", "partial", "path", "not ours"],
)
def test_unpacking_does_nothing(
    thing: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Text that would act when read is refused before it does, whoever wrote it."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ValueError, match="no plain record"):
        unpacked(packed(thing))
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "text",
    [
        "",
        "é",
        "AAAA",
        json.dumps([1]),
        base64.b64encode(zlib.compress(b"")).decode(),
        base64.b64encode(zlib.compress(pickle.dumps([1, 2])[:-3])).decode(),
        5,
        None,
    ],
)
def test_what_was_not_packed_is_refused(text: Any) -> None:
    """Anything else in its place is one kind of error."""
    with pytest.raises(ValueError, match="not what was packed"):
        unpacked(text)


PLAIN = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.sampled_from(Group)
    | st.builds(Line, st.sampled_from(Group), st.text(), st.text())
    | st.builds(ArmSpec, st.text()),
    lambda inner: st.lists(inner) | st.tuples(inner, inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@given(PLAIN)
def test_plain_things_come_back_as_they_were(thing: Any) -> None:
    """Numbers, words, records, lists and tables of them are the same after, in kind and in value."""
    assert repr(unpacked(packed(thing))) == repr(thing)


NUMBERS = (
    hnp.boolean_dtypes()
    | hnp.integer_dtypes(endianness="=")
    | hnp.unsigned_integer_dtypes(endianness="=")
    | hnp.floating_dtypes(endianness="=")
)


@given(hnp.arrays(NUMBERS, hnp.array_shapes(min_dims=0, max_dims=3, min_side=0)))
def test_arrays_come_back_as_they_were(array: Any) -> None:
    """Arrays keep kind, shape and every bit."""
    again = unpacked(packed(array))
    assert (again.dtype, again.shape, again.tobytes()) == (
        array.dtype,
        array.shape,
        array.tobytes(),
    )
