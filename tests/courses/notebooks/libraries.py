# Tests that use what the notebook imports.
# %% markdown
# Rescaling

A vector is rescaled so that its parts sum to one.
# %% code
import math
import numpy as np
from numpy.testing import assert_allclose
# %% solution rescale
def rescale(v):
    ### BEGIN SOLUTION
    return v / v.sum()
    ### END SOLUTION
# %% wrong rescale
def rescale(v):
    return v / v.max()
# %% test library-at-the-top points=2
assert np.isclose(rescale(np.array([1.0, 3.0])).sum(), 1)
### BEGIN HIDDEN TESTS
assert np.all(rescale(np.full(4, 2.0)) == 0.25)
### END HIDDEN TESTS
# %% test function-of-a-library
### BEGIN HIDDEN TESTS
assert_allclose(rescale(np.array([1.0, 1.0, 2.0])), [0.25, 0.25, 0.5])
### END HIDDEN TESTS
# %% solution circle
import statistics

def ring(r, width):
    ### BEGIN SOLUTION
    return math.pi * ((r + width) ** 2 - r**2)
    ### END SOLUTION
# %% solved circle
import statistics

def ring(r, width):
    outer = r + width
    return np.pi * (outer * outer - r * r)
# %% wrong circle
import statistics

def ring(r, width):
    return 2 * math.pi * r * width
# %% test module-of-the-standard-library
### BEGIN HIDDEN TESTS
assert math.isclose(ring(2, 1), 5 * math.pi)
### END HIDDEN TESTS
# %% test library-imported-in-a-solution-cell
### BEGIN HIDDEN TESTS
assert math.isclose(statistics.mean([ring(0, 1), ring(0, 2)]), 2.5 * math.pi)
### END HIDDEN TESTS
# %% test library-imported-in-the-test
### BEGIN HIDDEN TESTS
import fractions
assert round(ring(1, 2) / math.pi, 9) == fractions.Fraction(8)
### END HIDDEN TESTS
