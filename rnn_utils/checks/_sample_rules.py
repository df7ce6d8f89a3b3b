"""What the letters of `sample` tell about it.

Every draw depends on the rules by which the letters before it were used. So a list of letters can
be replayed: by the right rules, and by the same rules with one mistake in them. If the right rules
would have drawn other letters, and those with one mistake exactly these, that is the mistake.
"""

import numpy as np

from rnn_utils.network import softmax

BEFORE = 4242  # the checks leave the global generator in this state before each call


def one_hot(index, like):
    """The column of zeros with a 1 at `index`."""
    return np.eye(len(like))[:, [index]]


# One function for each thing that `sample` decides. Names of arguments: p parameters, x input,
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
    """What would have been drawn at each place, given the letters that stand before it.

    Parameters
    ----------
    indices : list of int
        What the student's function returned.
    parameters : dict of str to ndarray
        The five arrays of the network.
    seed : int
    **changed : callable
        Rules that are not those of `RULES`.

    Returns
    -------
    list of int
        As long as `indices`, and equal to it if it was drawn by these rules.
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
