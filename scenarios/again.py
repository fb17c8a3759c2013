"""A finished comparison as something to run again: the files of its scenarios, and the command."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from scenarios import usual
from scenarios.request import CompareRequest
from scenarios.scenario import load_scenario

if TYPE_CHECKING:
    from scenarios.comparison import Comparison

#: Where the files lie beside the results: in a folder of their own, so that none of a user's is replaced.
FOLDER: Final = "again"
#: Letters of a calibration's key that name it.
_LETTERS: Final = 10


def files(opened: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Return the scenario as a file, and the baseline where it is not the usual one, by their names.

    Parameters
    ----------
    opened
        What each arm opens, as `Comparison.opened` has it.
    """
    known = load_scenario(usual.BASELINE).to_toml()
    return {
        f"{FOLDER}/{one['role']}.toml": one["toml"]
        for one in opened
        if one["role"] == "scenario" or one["toml"] != known
    }


def command(comparison: "Comparison") -> str:
    """Return what gives the same numbers to the bit, typed in the folder of the results."""
    c = comparison
    said = ["doorways compare", f"--authority {c.code}"]
    said += [
        f"--{name.rpartition('/')[2].removesuffix('.toml')} {name}" for name in files(c.opened)
    ]
    return " ".join([*said, *settings(vars(c))])


def settings(run: Mapping[str, Any]) -> list[str]:
    """Return the options every command takes that runs futures, as they were.

    Parameters
    ----------
    run
        years, replicates, seed, step_days, central and calibration, by name.
    """
    said = [f"--{name} {run[name]}" for name in ("years", "replicates", "seed")]
    step = run["step_days"]
    said += [f"--step-days {step!r}"] if step != CompareRequest.step_days else []
    said += ["--central"] if run["central"] else []
    used = run["calibration"]["key"][:_LETTERS] if run["calibration"] else "none"
    return [*said, f"--calibration {used}"]
