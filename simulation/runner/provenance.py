"""What made a run besides what it was asked for: code, packages and machine."""

import hashlib
import platform
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from simulation.version import PRODUCT_VERSION

_ROOT: Final = Path(__file__).parents[2]
#: The packages a run's numbers come from; those above only decide what is asked for.
_CODE: Final = ("agents", "simulation")
#: The libraries that reckon.
_PACKAGES: Final = ("numpy", "numba", "llvmlite")
#: Files that decide what comes out: rules, and the figures and declarations they read.
_KINDS: Final = ("py", "csv", "json", "toml")
_LETTERS: Final = 16


@dataclass(frozen=True)
class Provenance:
    """Say by what a run was made.

    Attributes
    ----------
    product
        Version of the product.
    code
        Digest of the source of the model, and of the figures beside it.
    python, packages
        Versions of the language, and of the libraries that reckon, in words.
    system, processor
        Kind of machine, and of its processor, for which the rules are compiled.
    """

    product: str
    code: str
    python: str
    packages: str
    system: str
    processor: str

    @classmethod
    def of(cls, said: Any) -> "Provenance | None":
        """Return what plain data says, or None when it is no provenance."""
        try:
            return cls(**said)
        except TypeError:
            return None

    def same_software(self, other: "Provenance") -> bool:
        """Whether both have the same code and the same libraries, on whatever machine."""
        return (self.product, self.code, self.packages) == (
            other.product,
            other.code,
            other.packages,
        )


@cache
def here() -> Provenance:
    """Return what runs are made by in this process."""
    from llvmlite.binding import get_host_cpu_name

    return Provenance(
        PRODUCT_VERSION,
        code_digest(*_CODE)[:_LETTERS],
        platform.python_version(),
        ", ".join(f"{name} {version(name)}" for name in _PACKAGES),
        f"{platform.system()} {platform.machine()}",
        get_host_cpu_name(),
    )


@cache
def code_digest(*packages: str) -> str:
    """Hash the source of some of the packages and the figures beside it, however their lines end."""
    whole = hashlib.sha256()
    for package in packages:
        files = (one for kind in _KINDS for one in (_ROOT / package).rglob(f"*.{kind}"))
        for path in sorted(files):
            whole.update(path.relative_to(_ROOT).as_posix().encode("utf-8"))
            whole.update(path.read_text(encoding="utf-8").encode("utf-8"))
    return whole.hexdigest()
