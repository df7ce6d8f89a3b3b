"""The training in `model` as a set of rules; a mistake changes one of them.

The checks compare the student's parameters with those of small trainings with one mistake each. If
they equal those of a training with a mistake, the student's code has that mistake.
"""

import numpy as np

from rnn_utils.network import (
    initialize_parameters,
    rnn_backward,
    rnn_forward,
    update_parameters,
)

NAMES = ["abba", "cab", "dada", "bead", "cede", "ace", "decade", "bed"]
DATA = "".join(name + "\n" for name in NAMES)
CHAR_TO_IX = {character: index for index, character in enumerate("\nabcde")}
N, N_A, END = len(CHAR_TO_IX), 5, CHAR_TO_IX["\n"]


def shuffled(names=NAMES, seed=0):
    """Return the names in the order of ``np.random.seed(seed)`` and ``np.random.shuffle``."""
    order = list(names)
    np.random.RandomState(seed).shuffle(order)
    return order


def after_the_weights():
    """Return the names in the order of a shuffle without a seed after initialize_parameters."""
    order = list(NAMES)
    initialize_parameters(N_A, N, N)
    np.random.shuffle(order)
    return order


def anew_each_round(n):
    """Return n names, shuffled again after the last name."""
    generator, order, names = np.random.RandomState(0), list(NAMES), []
    while len(names) < n:
        generator.shuffle(order)
        names += order
    return names[:n]


def at_random(n):
    """Return n names, each drawn from the shuffled list."""
    generator, order = np.random.RandomState(0), list(NAMES)
    generator.shuffle(order)
    return [order[generator.randint(len(order))] for _ in range(n)]


def random_state():
    """Return a hidden state drawn after the shuffle."""
    generator = np.random.RandomState(0)
    generator.shuffle(list(NAMES))
    return generator.randn(N_A, 1)


# One function for each decision in `model`. n is the number of iterations, j the number of the
# current one, i the indices of a name's letters, a the hidden state, p the parameters.
RULES = {
    "names": lambda n: [shuffled()[j % len(NAMES)] for j in range(n)],
    "example": lambda i: ([None, *i], [*i, END]),
    "rate": lambda j: 0.01,
    "first_state": lambda: np.zeros((N_A, 1)),
    "state": lambda a, j: a,
    "parameters": lambda p: p,
    "calls": 1,  # of optimize, for each name
}


def train(n, **changed):
    """Train on `NAMES` for n iterations by `RULES`, some of them `changed`.

    Returns
    -------
    dict of str to ndarray
        The five parameters.
    """
    rules = {**RULES, **changed}
    parameters, a = initialize_parameters(N_A, N, N), rules["first_state"]()
    for j, name in enumerate(rules["names"](n)):
        parameters, a = rules["parameters"](parameters), rules["state"](a, j)
        read, comes = rules["example"]([CHAR_TO_IX[letter] for letter in name])
        for _ in range(rules["calls"]):
            steps = rnn_forward(read, comes, a, parameters)[1]
            slopes, states = rnn_backward(read, comes, parameters, steps)
            limited = {key: slope.clip(-5, 5) for key, slope in slopes.items()}
            update_parameters(parameters, limited, rules["rate"](j))
        a = states[-1]
    return parameters


def equal(one, other):
    """Return whether two dictionaries have the same parameters, except for rounding."""
    return all(np.allclose(one[k], other[k], rtol=1e-6, atol=1e-9) for k in other)
