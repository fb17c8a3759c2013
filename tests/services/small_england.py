"""England in small, for tests that calibrate it: two councils, a sample of sixty children, few known truths."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest

from calibration.beliefs.authorities.load import profile
from calibration.joint import calibrate, runs, spec
from calibration.joint.inference import posterior

#: Children looked after in the sample.
SAMPLE = 60.0
#: Priors of one parameter: a bank of 256 is enough to learn from.
PRIORS = "[level_missing]\nshape = 'lognormal'\n"


@contextmanager
def small_england(*users: Any) -> Iterator[None]:
    """Put it in the place of England; modules that imported `england_spec` themselves are named."""
    whole = spec.england_spec
    with pytest.MonkeyPatch.context() as patch:
        councils = (profile("Rutland", 2023), profile("Windsor and Maidenhead", 2023))
        patch.setattr(runs, "all_profiles", lambda _: councils)
        patch.setattr(runs, "copies_of", lambda _: 2)
        patch.setattr(runs, "ENGLAND_TRUTHS", 1)
        patch.setattr(calibrate, "TRUTHS", 1)
        patch.setattr(posterior, "ROWS", 1024)
        for user in (spec, *users):
            patch.setattr(
                user,
                "england_spec",
                lambda *given, **named: replace(whole(*given, **named), sample=SAMPLE),
            )
        yield
