"""What another method finds beside what the built-in one finds, parameter by parameter."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from calibration.checks.crosscheck.pyabc_check import pyabc_posterior
from calibration.checks.crosscheck.sbi_check import sbi_posterior
from calibration.joint.inference.bank import Floats, Observed
from calibration.joint.inference.emulator import Emulator
from calibration.joint.inference.posterior import posterior
from calibration.joint.inference.rescale import Seed, address
from simulation.errors import DoorwaysError

METHODS: Final[Mapping[str, Callable[..., Floats]]] = {
    "abc": pyabc_posterior,
    "sbi": sbi_posterior,
}
DRAWS: Final = 2000
_AGAIN: Final = 31


def cross_check(
    emulator: Emulator,
    observed: Observed,
    method: str,
    draws: int = DRAWS,
    seed: Seed = 0,
    **options: Any,
) -> dict[str, Any]:
    """Return the built-in posterior and another method's, compared.

    Everything is on the scale of prior probabilities. The result holds ``method``, ``draws`` and
    ``parameters``: of each ``name``, ``mean`` and ``sd`` built in, ``other_mean`` and
    ``other_sd``, ``shift`` (other less built-in mean in built-in sds), ``sd_ratio`` (other over
    built-in), and ``again``, the shift of the built-in method itself under another seed: smaller
    differences than that say nothing.

    Parameters
    ----------
    emulator, observed
        From `fit_emulator`, and what the place was seen to show.
    method
        "abc" or "sbi".
    draws, seed
        How many draws of each method, and the seed of all of them.
    options
        Passed to the method.

    Raises
    ------
    DoorwaysError
        When the method is unknown, its library is not installed, or nothing can be compared.
    """
    if method not in METHODS:
        rule = f"There are the methods {' and '.join(METHODS)}."
        raise DoorwaysError("cross-check", method, rule, "Choose one of them.")
    own = posterior(emulator, observed, draws, seed).u
    again = posterior(emulator, observed, draws, address(seed, _AGAIN)).u
    # The slow one last: what the others refuse must not cost minutes.
    other = METHODS[method](emulator, observed, draws, seed, **options)
    return {
        "method": method,
        "draws": draws,
        "parameters": differences(emulator.parameters, own, other, again),
    }


def differences(
    names: tuple[str, ...], own: Floats, other: Floats, again: Floats
) -> list[dict[str, Any]]:
    """Return means and sds of draws, each (draws, p), and how far the others are from our own."""
    sd = own.std(axis=0)
    found = {
        "mean": own.mean(axis=0),
        "sd": sd,
        "other_mean": other.mean(axis=0),
        "other_sd": other.std(axis=0),
        "shift": (other.mean(axis=0) - own.mean(axis=0)) / sd,
        "sd_ratio": other.std(axis=0) / sd,
        "again": (again.mean(axis=0) - own.mean(axis=0)) / sd,
    }
    return [
        {"name": name, **{key: float(column[i]) for key, column in found.items()}}
        for i, name in enumerate(names)
    ]


def table(found: Mapping[str, Any]) -> str:
    """Return a comparison as lines of plain text."""
    method, rows = found["method"], found["parameters"]
    width = max(len("parameter"), *(len(row["name"]) for row in rows))
    heads = ("mean", "sd", f"{method} mean", f"{method} sd", "shift", "sd ratio", "again")
    keys = ("mean", "sd", "other_mean", "other_sd", "shift", "sd_ratio", "again")
    lines = ["parameter".ljust(width) + "".join(f"{head:>10}" for head in heads)]
    for row in rows:
        lines.append(row["name"].ljust(width) + "".join(f"{row[key]:>10.3f}" for key in keys))
    return "\n".join(lines)
