"""Every figure a scenario may set gives a council its rates at both ends of what is allowed."""

import warnings

import numpy as np
import pytest

from calibration.beliefs.parameters import national
from scenarios.compare import plan
from scenarios.override import Override
from scenarios.request import CompareRequest
from scenarios.scenario import Scenario


@pytest.mark.slow
@pytest.mark.parametrize("end", ["low", "high"])
def test_what_is_allowed_can_be_used(end: str) -> None:
    """Set to an end of its support, no figure divides by nothing or leaves a blank."""
    for declared in national():
        value = np.full(declared.shape, getattr(declared, end)).tolist()
        mine = Scenario("mine", "Mine", parameters={declared.name: Override(value)})
        request = CompareRequest("Rutland", mine, replicates=2, central=True)
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            values = plan(request)[0].parameters
        for name, found in values.items():
            assert np.isfinite(np.asarray(found, dtype=float)).all(), (declared.name, name)
