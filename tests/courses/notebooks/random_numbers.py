# Random numbers after a seed that the test sets.
# %% code
import random
import numpy as np
# %% solution draws
def roll(n):
    "Roll a die n times with the module random."
    ### BEGIN SOLUTION
    return [random.randint(1, 6) for _ in range(n)]
    ### END SOLUTION

def noise(n):
    "Return n numbers of numpy's global normal distribution."
    ### BEGIN SOLUTION
    return np.random.normal(size=n)
    ### END SOLUTION

def deal(cards):
    "Shuffle the cards with the module random, and return them."
    ### BEGIN SOLUTION
    cards = list(cards)
    random.shuffle(cards)
    return cards
    ### END SOLUTION

def walk(generator, n):
    "Return the sum of n steps of -1 or 1 that the generator draws."
    ### BEGIN SOLUTION
    return generator.choice([-1, 1], size=n).sum()
    ### END SOLUTION

def own_seed():
    "Return three draws after the seed 5 of numpy."
    ### BEGIN SOLUTION
    np.random.seed(5)
    return np.random.rand(3)
    ### END SOLUTION
# %% wrong draws
def roll(n):
    return [random.randint(0, 6) for _ in range(n)]

def noise(n):
    return np.random.rand(n)

def deal(cards):
    return sorted(cards)

def walk(generator, n):
    return generator.choice([-1, 1], size=n).prod()

def own_seed():
    return np.random.rand(3)
# %% test random-seed points=2
### BEGIN HIDDEN TESTS
random.seed(3)
expected = [random.randint(1, 6) for _ in range(20)]
random.seed(3)
assert roll(20) == expected
### END HIDDEN TESTS
# %% test numpy-random-seed points=2
### BEGIN HIDDEN TESTS
np.random.seed(11)
expected = np.random.normal(size=4)
np.random.seed(11)
np.testing.assert_allclose(noise(4), expected)
### END HIDDEN TESTS
# %% test state-comes-back
### BEGIN HIDDEN TESTS
random.seed(8)
expected = [random.randint(1, 6) for _ in range(3)] + [random.random()]
random.seed(8)
assert roll(3) + [random.random()] == expected
### END HIDDEN TESTS
# %% test calls-draw-on
### BEGIN HIDDEN TESTS
np.random.seed(2)
first, second = noise(3), noise(3)
np.random.seed(2)
np.testing.assert_allclose(np.concatenate([first, second]), np.random.normal(size=6))
### END HIDDEN TESTS
# %% test shuffle
### BEGIN HIDDEN TESTS
random.seed(4)
expected = list(range(10))
random.shuffle(expected)
random.seed(4)
assert deal(range(10)) == expected
### END HIDDEN TESTS
# %% test generator-of-numpy-passed
### BEGIN HIDDEN TESTS
expected = np.random.default_rng(6).choice([-1, 1], size=50).sum()
assert walk(np.random.default_rng(6), 50) == expected
### END HIDDEN TESTS
# %% test seed-of-the-students-function
### BEGIN HIDDEN TESTS
np.random.seed(5)
np.testing.assert_allclose(own_seed(), np.random.RandomState(5).rand(3))
np.random.seed(1)
np.testing.assert_allclose(own_seed(), np.random.RandomState(5).rand(3))
### END HIDDEN TESTS
# %% test draws-differ
### BEGIN HIDDEN TESTS
assert len(set(map(tuple, (deal(range(30)) for _ in range(5))))) == 5
### END HIDDEN TESTS
