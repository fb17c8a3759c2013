"""A forecast knows nothing later than its origin: a guard refuses it, and poison changes nothing."""

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from calibration.beliefs.authorities import asof, history, load
from calibration.beliefs.authorities.of_tables import forget_read
from calibration.beliefs.evidence import load as register
from calibration.checks.backtest import past, rival_ensembles
from calibration.checks.backtest.forecast import Task, forecast
from calibration.checks.backtest.levels import later_figures, origins
from calibration.checks.backtest.rival_ensembles import count_rivals, share_rivals
from calibration.checks.backtest.run import settled_origins
from simulation.errors import DoorwaysError

ORIGIN = settled_origins()[0]
TASK = Task(ORIGIN, load.profile("Rutland", ORIGIN).code, "Rutland", 2, 2, 1)


@pytest.fixture
def forgetful() -> Iterator[None]:
    """Empty what was read, before and after."""
    forget_read()
    yield
    forget_read()


@pytest.mark.parametrize(
    "reading",
    [
        lambda year: load.profile("Wigan", year),
        load.all_profiles,
        load.england,
        load.listing,
        lambda year: history.history("cla", year),
        lambda year: history.england_history("starts", year),
        lambda year: history.bounds("cla_uasc", year),
    ],
)
def test_reading_a_later_year_is_an_error_while_forecasting(reading: Any) -> None:
    """Behind the guard every road to a later year is closed; the origin's own year stays open."""
    with asof.nothing_after(ORIGIN), pytest.raises(DoorwaysError, match=str(ORIGIN)):
        reading(ORIGIN + 1)


def test_asking_for_every_year_is_an_error_while_forecasting() -> None:
    """A history without a last year would hold later ones."""
    with asof.nothing_after(ORIGIN):
        assert max(history.england_history("cla", ORIGIN)) == ORIGIN
        for reading in (history.history, history.england_history, history.bounds):
            with pytest.raises(DoorwaysError, match="every year"):
                reading("cla")


def test_the_guard_is_down_again_afterwards_and_never_widened() -> None:
    """An inner guard with a later year does not open what an outer one closed."""
    with asof.nothing_after(ORIGIN), asof.nothing_after(ORIGIN + 1), pytest.raises(DoorwaysError):
        load.england(ORIGIN + 1)
    assert load.england(ORIGIN + 1)["cla"] > 0


def test_a_forecast_runs_behind_the_guard(monkeypatch: pytest.MonkeyPatch) -> None:
    """While a council is forecast the guard is at its origin."""
    seen: list[int | None] = []
    real = load._check_year

    def watching(year: int) -> None:
        seen.append(asof._LIMIT.get())
        real(year)

    monkeypatch.setattr(load, "_check_year", watching)
    forecast(TASK)
    assert set(seen) == {ORIGIN}


def test_poisoned_later_years_give_the_same_forecast_to_the_byte(
    monkeypatch: pytest.MonkeyPatch, forgetful: None
) -> None:
    """Every later profile, national table, history cell and published figure may be anything."""
    clean = json.dumps(forecast(TASK))
    forget_read()
    poisoned = poison(monkeypatch, ORIGIN)
    monkeypatch.setattr(register, "figures", _without_later(register.figures()))
    assert json.dumps(forecast(TASK)) == clean
    assert poisoned["rows"] > 100
    assert load.england(ORIGIN + 1)["cla"] == 7777


def poison(monkeypatch: pytest.MonkeyPatch, origin: int) -> dict[str, int]:
    """Make every table and history cell later than an origin 7777; count what was reached."""
    read_table, read_rows = load._read.__wrapped__, history._read.__wrapped__
    poisoned = {"tables": 0, "rows": 0}

    def table(path: Path) -> tuple[dict[str, str], ...]:
        rows = read_table(path)
        if int(path.stem[-4:]) <= origin:
            return rows
        poisoned["tables"] += 1
        return tuple({name: "7777" if text else text for name, text in r.items()} for r in rows)

    def rows(shipped: Path, added: Path | None) -> tuple[dict[str, str], ...]:
        found = []
        for row in read_rows(shipped, added):
            late = int(row["year"]) > origin
            poisoned["rows"] += late
            cells = {m: "7777" if late else row[m] for m in history.MEASURES}
            found.append(row | cells)
        return tuple(found)

    monkeypatch.setattr(load, "_read", cache(table))
    monkeypatch.setattr(history, "_read", cache(rows))
    return poisoned


def rivals_of(origin: int) -> str:
    """Return every rival's members for some councils, as text."""
    view = past.past(origin)
    found: list[Any] = []
    for code in view.codes()[::25]:
        for horizon in (1, 2):
            for quantity in ("stock", "starts"):
                made = count_rivals(view, code, quantity, horizon)
                found.append({name: one.values.tolist() for name, one in made.items()})
            for kind in share_rivals(origin, code, horizon):
                found.append({name: values.tolist() for name, values in kind.items()})
    return json.dumps(found)


@pytest.mark.parametrize("origin", settled_origins())
def test_poisoned_later_years_give_the_same_rivals_to_the_byte(
    origin: int, monkeypatch: pytest.MonkeyPatch, forgetful: None
) -> None:
    """Slopes, variances, volatilities and trends too are learned from years up to the origin."""
    clean = rivals_of(origin)
    forget_read()
    poisoned = poison(monkeypatch, origin)
    assert rivals_of(origin) == clean
    assert poisoned["rows"] > 100
    assert all(name in clean for name in ("smoothing", "damped trend", "pooled"))


def test_rivals_are_made_behind_the_guard(monkeypatch: pytest.MonkeyPatch, forgetful: None) -> None:
    """A rule that looked at a later year would be refused."""
    view = past.past(ORIGIN)
    code = view.codes()[0]

    def looks(seen: Any, _code: str, horizon: int) -> float:
        return history.england_history("cla", seen.until + horizon)[seen.until + horizon]

    monkeypatch.setitem(rival_ensembles.RULES, "stock", {"pooled": looks})  # type: ignore[arg-type]
    with pytest.raises(DoorwaysError, match=str(ORIGIN)):
        count_rivals(view, code, "stock", 1)


def _without_later(figures: Mapping[str, Any]) -> Any:
    """Return a register that refuses published figures of later years."""

    class Closed(dict[str, Any]):
        def __getitem__(self, name: str) -> Any:
            year = re.search(r"^published_.*_(20\d\d)$", name)
            assert year is None or int(year.group(1)) <= ORIGIN, name
            return super().__getitem__(name)

    closed = Closed(figures)
    return lambda: closed


def test_a_forecast_is_repeatable_to_the_byte_and_follows_its_seed() -> None:
    """The same task gives the same futures, another seed others."""
    once, again = json.dumps(forecast(TASK)), json.dumps(forecast(TASK))
    other = Task(TASK.origin, TASK.code, TASK.name, TASK.horizon, TASK.replicates, 2)
    assert once == again != json.dumps(forecast(other))


def test_what_comes_from_later_years_is_told() -> None:
    """Each origin lists the shapes it borrows, and the first one the columns not yet published."""
    for origin in origins():
        assert any("exit_routes_by_age" in line for line in later_figures(origin))
    assert any("factor_cce" in line for line in later_figures(ORIGIN))


def test_an_origin_without_levels_says_which_there_are() -> None:
    """The message names the origins."""
    with pytest.raises(DoorwaysError, match=str(ORIGIN)):
        later_figures(1999)
