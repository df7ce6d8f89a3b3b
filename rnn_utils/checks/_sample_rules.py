"""The sampling in `sample` as a set of rules; a mistake changes one of them.

Each draw depends on the letters before it and on the rules. The checks repeat the draws by the
right rules, and by rules with one mistake. If the right rules give other letters, and the rules
with a mistake give the student's letters, the student's code has that mistake.
"""

import numpy as np

from rnn_utils.network import softmax

BEFORE = 4242  # seed of the global generator before each call


def one_hot(index, like):
    """Return a column of zeros with a 1 at `index`."""
    return np.eye(len(like))[:, [index]]


# One function for each decision in `sample`. Names of arguments: p parameters, x input,
# a new and m old hidden state (memory), z scores, y probabilities, i the index just drawn,
# h the index before it, s seed, t number of the draw, g the generator used last.
RULES = {
    "first": lambda n: np.zeros((n, 1)),
    "hidden": lambda p, x, m: np.tanh(p["Wax"] @ x + p["Waa"] @ m + p["b"]),
    "scores": lambda p, a, m: p["Wya"] @ a + p["by"],
    "chances": softmax,
    "generator": lambda s, t, g: np.random.RandomState(s + 2 * t),
    "pick": lambda g, y: g.choice(len(y), p=y.ravel()),
    "input": lambda x, i, h, y: one_hot(i, x),
    "memory": lambda a, m: a,
}


def redraw(indices, parameters, seed, **changed):
    """Return the index that these rules draw at each position, after the letters before it.

    Parameters
    ----------
    indices : list of int
        The result of the student's function.
    parameters : dict of str to ndarray
        The five arrays of the network.
    seed : int
    **changed : callable
        Rules that replace those in `RULES`.

    Returns
    -------
    list of int
        As long as `indices`; equal to it if these rules draw the same letters.
    """
    rules = {**RULES, **changed}
    n_a, n_x = parameters["Wax"].shape
    x, memory = rules["first"](n_x), np.zeros((n_a, 1))
    generator, previous, drawn = None, None, []
    for t, index in enumerate(indices):
        a = rules["hidden"](parameters, x, memory)
        y = rules["chances"](rules["scores"](parameters, a, memory))
        generator = rules["generator"](seed, t, generator)
        drawn.append(int(rules["pick"](generator, y)))
        x = rules["input"](x, index, previous, y)
        memory, previous = rules["memory"](a, memory), index
    return drawn
