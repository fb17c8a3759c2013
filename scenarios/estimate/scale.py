"""On which scale futures lie smoothly over settings: as they are, or as multiples."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

type Floats = NDArray[np.float64]

#: What is foretold of futures: mean, ends of where it lies with luck averaged out, and its standard error.
MEAN, LOW, HIGH, ERROR = range(4)
_ENDS = [LOW, HIGH]


@dataclass(frozen=True)
class Scale:
    """Take numbers of futures onto a scale, their ends as how far from the mean they lie, and back.

    Attributes
    ----------
    multiples
        Whether it is that of multiples: the logarithm of the mean, and all else in means.
    """

    multiples: bool = False

    def of(self, numbers: Floats) -> Floats:
        """Return numbers on the scale, shape (..., 4); where they are multiples means are above 0."""
        means = numbers[..., :1]
        scaled = numbers.copy()
        scaled[..., _ENDS] -= means
        if self.multiples:
            scaled /= means
            scaled[..., :1] = np.log(means)
        return scaled

    def back(self, scaled: Floats) -> Floats:
        """Return the numbers again."""
        numbers = scaled.copy()
        if self.multiples:
            numbers[..., :1] = np.exp(scaled[..., :1])
            numbers[..., LOW:] *= numbers[..., :1]
        numbers[..., _ENDS] += numbers[..., :1]
        return numbers
