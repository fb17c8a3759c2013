"""Work out the doses of a service's studies, and what is measured for each: `python -m scenarios.studies.write`.

The doses are read from the null twin, where no effect moves anybody. Then every finding is put in at
face value, and an effect's response is what comes out for what went in; a second run beside it mends
what is left, since what follows from an event makes the one bend against the other. What is too small
to be seen is probed with something larger.
"""

from collections.abc import Callable, Mapping
from functools import partial
from math import log
from typing import Final

from scenarios.studies.simulated import FITTED, SET_ON, Seen, as_found, simulate, studies_of
from simulation.discover import model_rules
from simulation.files.csv_text import csv_text
from simulation.files.writing import write_text
from simulation.services.declaration import Service
from simulation.services.measured import QUARTERS, Studies, doses_of

#: Pairs of futures: enough for a response within a few hundredths.
PAIRS: Final = 300
#: A share of events is written to this many places; a response to this many.
_SHARES, _RESPONSES = 4, 3
#: A response is worked out where what goes in is at least this far from nothing, on the log scale.
_LEAST: Final = 0.15
#: What is put in to see the response of one that is nearer.
_PROBE: Final = 0.6
#: One who has been there for long, at a site that has grown: where nothing is known yet.
_GROWN: Final = (99, 99, -1)
DOSE_COLUMNS: Final = ("figure", *QUARTERS, "share")

#: Runs the studies with some sizes of effects.
type Run = Callable[[Mapping[str, float]], dict[tuple[str, str], Seen]]


def write(service: type[Service], pairs: int = PAIRS, seed: int = SET_ON) -> None:
    """Write both tables of a service."""
    run = partial(simulate, service, pairs=pairs, seed=seed)
    studies, sizes = studies_of(service), as_found(service)
    _write(studies, {size: {_GROWN: 1.0} for size in sizes}, {}, sizes)
    shares = {size: _shares(one) for (size, window), one in run(sizes).items() if window == FITTED}
    responses = dict.fromkeys(sizes, 1.0)
    for _ in range(2):
        _write(studies, shares, responses, sizes)
        seen = run(sizes)
        for size, ratio in sizes.items():
            if not _is_small(ratio):
                responses[size] *= seen[size, FITTED].log_ratio / log(ratio)
    _write(studies, shares, responses, sizes)
    _write(studies, shares, responses | _probed(run, sizes), sizes)


def _is_small(ratio: float) -> bool:
    return abs(log(ratio)) < _LEAST


def _probed(run: Run, sizes: Mapping[str, float]) -> dict[str, float]:
    """Return the responses of effects too small to be measured as they are: from one far larger.

    What the others do to the same events is taken off.
    """
    small = {size for size, ratio in sizes.items() if _is_small(ratio)}
    without, with_it = (run({**sizes, **dict.fromkeys(small, ratio)}) for ratio in (1.0, _PROBE))
    return {
        size: (with_it[size, FITTED].log_ratio - without[size, FITTED].log_ratio) / log(_PROBE)
        for size in small
    }


def _shares(seen: Seen) -> dict[tuple[int, int, int], float]:
    """Return the share of the null twin's events in each quarter of service, support and after it."""
    total = sum(seen.places.values())
    return {place: count / total for place, count in sorted(seen.places.items())}


def _write(
    studies: Studies,
    shares: Mapping[str, Mapping[tuple[int, int, int], float]],
    responses: Mapping[str, float],
    sizes: Mapping[str, float],
) -> None:
    doses = [
        dict(zip(DOSE_COLUMNS, (size, *place, f"{share:.{_SHARES}f}"), strict=True))
        for size, places in shares.items()
        for place, share in places.items()
        if round(share, _SHARES)
    ]
    write_text(studies.doses, csv_text(doses, mark=False))
    found = [
        {
            "figure": size,
            "put_in": f"{ratio:g}",
            "response": f"{responses.get(size, 1.0):.{_RESPONSES}f}",
        }
        for size, ratio in sizes.items()
    ]
    write_text(studies.responses, csv_text(found, mark=False))
    doses_of.cache_clear()


def main() -> None:
    """Write the tables of every service that was studied."""
    for service in model_rules().services:
        if service.studies is not None:
            write(service)


if __name__ == "__main__":
    main()
