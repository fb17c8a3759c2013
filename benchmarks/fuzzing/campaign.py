"""Try very many examples, go on after a fault, and keep the smallest example of each kind of fault."""

import json
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import hypothesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.strategies import SearchStrategy

#: Examples under one seed: Hypothesis remembers them all, so that none is tried twice.
TOGETHER: Final = 4_000
#: The fewest asked for at a time: each round begins with the simplest, which are known by then.
FEWEST: Final = 100
#: Seconds spent on making a failing example smaller, and between two lines of progress.
SHRINK_SECONDS, TELL_SECONDS = 30.0, 10.0
#: Seconds of a core after which an example counts as hanging.
MOST_CPU_SECONDS: Final = 20.0
#: How the tests draw: the same examples every time, nothing remembered, however long one takes.
HOW: Final[dict[str, Any]] = {
    "derandomize": True,
    "database": None,
    "deadline": None,
    "suppress_health_check": list(HealthCheck),
}
#: Kinds of fault after which a campaign gives up: then nearly everything fails.
MOST_FAULTS: Final = 40
_MOST_SHOWN: Final = 4_000


class BrokenRuleError(AssertionError):
    """Say which promise an example broke, in a few words that name the kind, and how."""

    def __init__(self, kind: str, detail: str = "") -> None:
        super().__init__(f"{kind}: {detail}" if detail else kind)
        self.kind, self.detail = kind, detail


class _Enough(BaseException):
    """Stop making an example smaller."""


@dataclass(frozen=True)
class Fault:
    """Hold the smallest example found of one kind of fault, as text, and what went wrong."""

    kind: str
    detail: str
    example: str


@dataclass
class Tally:
    """Count what came of the examples, no two of which are the same."""

    tried: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    faults: dict[str, Fault] = field(default_factory=dict)
    seconds: float = 0.0
    #: Of this process alone: on a busy machine it says more.
    cpu_seconds: float = 0.0

    def add(self, other: "Tally") -> None:
        """Take in what another process counted."""
        self.tried += other.tried
        self.outcomes += other.outcomes
        self.seconds = max(self.seconds, other.seconds)
        self.cpu_seconds += other.cpu_seconds
        for kind, fault in other.faults.items():
            known = self.faults.get(kind)
            if known is None or len(fault.example) < len(known.example):
                self.faults[kind] = fault


class Campaign[E]:
    """Draw examples from a strategy and examine each.

    Parameters
    ----------
    strategy
        What to draw from.
    examine
        Returns in a few words what came of an example; raises when a promise is broken.
    written
        Writes an example as text, for people and to tell equal ones.
    """

    def __init__(
        self,
        strategy: SearchStrategy[E],
        examine: Callable[[E], str],
        written: Callable[[E], str] = repr,
    ) -> None:
        self._strategy, self._examine, self._written = strategy, examine, written
        self.tally = Tally()
        self._seen: set[int] = set()
        self._told = self._began = time.monotonic()
        self._shrinking: Fault | None = None
        self._shrink_until = 0.0

    def run(self, count: int, seed: int, name: str = "") -> Tally:
        """Try so many examples, in rounds of fresh seeds, and return what came of them."""
        rounds, before, began = 0, -1, time.process_time()
        # A round that brings nothing new means that there is nothing new.
        while before < self.tally.tried < count and len(self.tally.faults) < MOST_FAULTS:
            before = self.tally.tried
            self._round(count, seed * 1_000_003 + rounds, name)
            rounds += 1
        self.tally.seconds = time.monotonic() - self._began
        self.tally.cpu_seconds = time.process_time() - began
        return self.tally

    def _round(self, count: int, seed: int, name: str) -> None:
        left = min(TOGETHER, max(FEWEST, count - self.tally.tried))

        @hypothesis.seed(seed)
        @settings(
            max_examples=left,
            database=None,
            deadline=None,
            phases=(Phase.generate, Phase.shrink),
            suppress_health_check=list(HealthCheck),
            report_multiple_bugs=False,
        )
        @given(self._strategy)
        def attempt(example: E) -> None:
            self._attempt(example, count, name)

        self._shrinking = None
        # What failed is noted; Hypothesis would only tell it again.
        with suppress(BrokenRuleError, _Enough, hypothesis.errors.Flaky):
            attempt()
        if self._shrinking is not None:
            self.tally.faults[self._shrinking.kind] = self._shrinking

    def _attempt(self, example: E, count: int, name: str) -> None:
        if self._shrinking is None:
            if self.tally.tried >= count or not self._is_new(example):
                return
            self._tell(count, name)
        began = time.process_time()
        try:
            outcome = self._examine(example)
            if time.process_time() - began > MOST_CPU_SECONDS:
                raise BrokenRuleError("it takes too long", f"more than {MOST_CPU_SECONDS:g} s")
        except BrokenRuleError as broken:
            fault = Fault(broken.kind, broken.detail, self._written(example))
        except Exception as error:  # noqa: BLE001 - whatever else gets through is what is looked for
            fault = _unforeseen(error, self._written(example))
        else:
            if self._shrinking is None:
                self.tally.outcomes[outcome] += 1
            return
        self._note(fault)

    def _is_new(self, example: E) -> bool:
        key = hash(self._written(example))
        if key in self._seen:
            return False
        self._seen.add(key)
        self.tally.tried += 1
        return True

    def _tell(self, count: int, name: str) -> None:
        now = time.monotonic()
        if now - self._told < TELL_SECONDS:
            return
        self._told, pace = now, self.tally.tried / (now - self._began)
        done = f"{name}: {self.tally.tried:,} of {count:,}, {pace:,.0f} a second"
        print(f"{done}, {len(self.tally.faults)} kinds of fault", file=sys.stderr, flush=True)

    def _note(self, fault: Fault) -> None:
        """Remember a fault and have Hypothesis look for a smaller example of the same kind."""
        if fault.kind in self.tally.faults:
            if self._shrinking is None:
                self.tally.outcomes[f"FAULT: {fault.kind}"] += 1
            return
        if self._shrinking is None:
            self.tally.outcomes[f"FAULT: {fault.kind}"] += 1
            print(f"fault: {fault.kind}: {fault.example[:400]}", file=sys.stderr, flush=True)
            self._shrinking = fault
            self._shrink_until = time.monotonic() + SHRINK_SECONDS
        elif fault.kind != self._shrinking.kind:
            return
        elif len(fault.example) < len(self._shrinking.example):
            self._shrinking = fault
        if time.monotonic() > self._shrink_until:
            raise _Enough
        raise BrokenRuleError(fault.kind)


def _unforeseen(error: Exception, example: str) -> Fault:
    """Name an error by its type and by the last place of ours it came through."""
    trail = traceback.extract_tb(error.__traceback__)
    ours = [f for f in trail if "site-packages" not in f.filename and "fuzzing" not in f.filename]
    place = f" in {Path(ours[-1].filename).name}:{ours[-1].name}" if ours else ""
    detail = "".join(traceback.format_exception(error))[-_MOST_SHOWN:]
    return Fault(f"{type(error).__name__}{place}", detail, example)


def report(name: str, tally: Tally, folder: Path) -> int:
    """Print what came of a campaign, save the failing examples, and return the exit code."""
    print(
        f"\n{name}: {tally.tried:,} different ones in {tally.seconds:,.0f} s "
        f"({tally.cpu_seconds:,.0f} s of a core)"
    )
    for outcome, times in tally.outcomes.most_common():
        print(f"{times:>9,}  {outcome}")
    if not tally.faults:
        print("No fault.")
        return 0
    folder.mkdir(parents=True, exist_ok=True)
    for number, fault in enumerate(tally.faults.values(), start=1):
        file = folder / f"{name}-{number:02d}.json"
        file.write_text(json.dumps(vars(fault), indent=1), encoding="utf-8")
        print(f"\n{fault.kind}\n  {fault.example[:300]}\n  kept in {file}")
    print(f"\n{len(tally.faults)} kinds of fault.")
    return 1


def note(value: Any, most: int = 120) -> str:
    """Write a value in few letters."""
    text = repr(value)
    return text if len(text) <= most else f"{text[:most]}… ({len(text):,} letters)"
