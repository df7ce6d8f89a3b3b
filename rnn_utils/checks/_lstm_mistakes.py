"""Mistakes in `lstm_step` that its results show, each as one changed rule."""

import functools
import itertools

import numpy as np

from rnn_utils.checks._imitation import about, first
from rnn_utils.checks._lstm_rules import explained, sigmoid

EQUATIONS = "section 2.2, the equations"
CUT = "section 2.3, the order of the parts, and its example of np.split"
ORDER = ("i", "f", "candidate", "o")
GATES = {"write": "input", "keep": "forget", "show": "output"}


def _in_order(order):
    """Return the rule that splits the columns as if the parts were in this order."""
    return lambda z: [np.split(z, 4, axis=-1)[order.index(name)] for name in ORDER]


MISTAKES = [
    *about(
        GATES,
        EQUATIONS,
        (
            "The three gates are no sigmoids.",
            "z itself can be any number; sigmoid(z) makes one between 0, closed, and 1, open.",
            lambda z: z,
        ),
        (
            "The three gates go through tanh where a sigmoid belongs.",
            "tanh lies between -1 and 1; a gate between 0 and 1. Only the candidate has tanh.",
            np.tanh,
        ),
        (
            "The sigmoid has the wrong sign: open gates close.",
            "it is 1 / (1 + np.exp(-z)), with a minus; sigmoid(z) of the cell above has it.",
            lambda z: sigmoid(-z),
        ),
        (
            "The sigmoid lacks its brackets.",
            "1 / 1 + np.exp(-z) is 1 plus the rest: it is 1 / (1 + np.exp(-z)).",
            lambda z: 1 + np.exp(-z),
        ),
        (
            "The gates go through the sigmoid twice.",
            "one sigmoid for each gate: a second one leaves numbers from 0.5 to 0.73 only.",
            lambda z: sigmoid(sigmoid(z)),
        ),
    ),
    *[
        (f"The {gate} gate {words}", reason, EQUATIONS, {rule: wrong})
        for rule, gate in GATES.items()
        for words, reason, wrong in (
            (
                "is no sigmoid.",
                "sigmoid(z) makes a number from 0, closed, to 1, open.",
                lambda z: z,
            ),
            ("has tanh where a sigmoid belongs.", "a gate lies between 0 and 1.", np.tanh),
            (
                "works the other way round.",
                "it is the sigmoid itself, not 1 minus it.",
                lambda z: sigmoid(-z),
            ),
        )
    ],
    *about(
        ["propose"],
        EQUATIONS,
        (
            "The tanh of the candidate is missing.",
            "what to write is tanh of its part of z, not that part as it stands.",
            lambda z: z,
        ),
        (
            "The candidate goes through a sigmoid where tanh belongs.",
            "only i, f and o are gates. The candidate may be negative, so it has tanh.",
            sigmoid,
        ),
    ),
    (
        "Input and forget gate are swapped.",
        "Keras has i first, then f; and in the memory f multiplies the old c, i the candidate.",
        f"{EQUATIONS}, and section 2.3",
        {"parts": _in_order(("f", "i", "candidate", "o"))},
    ),
    *[
        (
            f"The four parts are taken in another order: {', '.join(order)}.",
            f"Keras has them in the order {', '.join(ORDER)}: name them so when you cut z.",
            CUT,
            {"parts": _in_order(order)},
        )
        for order in itertools.permutations(ORDER)
        if order not in (ORDER, ("f", "i", "candidate", "o"))
    ],
    (
        "z is cut at the wrong places: every fourth number goes together.",
        "the four parts stand side by side, each in one piece: np.split(z, 4, axis=-1).",
        CUT,
        {"parts": lambda z: [z[..., k::4] for k in range(4)]},
    ),
    (
        "z is cut at the wrong places: several texts get mixed.",
        "a row is one text, and each row is cut in four: np.split(z, 4, axis=-1), not reshape.",
        CUT,
        {"parts": lambda z: z.reshape(4, len(z), -1)},
    ),
    *about(
        ["memory"],
        EQUATIONS,
        (
            "The memory keeps 1 - i; it should keep f, the forget gate.",
            "that is another cell, with one gate less: c_next = f * c + i * candidate.",
            lambda i, f, g, c, h: (1 - i) * c + i * g,
        ),
        (
            "The memory writes 1 - f; it should write i, the input gate.",
            "that is another cell, with one gate less: c_next = f * c + i * candidate.",
            lambda i, f, g, c, h: f * c + (1 - f) * g,
        ),
        (
            "The old memory is lost: f * c is missing.",
            "the new memory is a sum, what is kept plus what is written.",
            lambda i, f, g, c, h: i * g,
        ),
        (
            "Nothing is written into the memory: i * candidate is missing.",
            "the new memory is a sum, what is kept plus what is written.",
            lambda i, f, g, c, h: f * c,
        ),
        (
            "The old memory is kept whole: the forget gate is missing.",
            "c is multiplied by f before anything is added.",
            lambda i, f, g, c, h: c + i * g,
        ),
        (
            "The candidate is written whole: the input gate is missing.",
            "the candidate is multiplied by i before it is added.",
            lambda i, f, g, c, h: f * c + g,
        ),
        (
            "The forget gate multiplies the state h where the memory c belongs.",
            "h and c are two lists of numbers: the new memory is made from the old memory.",
            lambda i, f, g, c, h: f * h + i * g,
        ),
        (
            "The forget gate multiplies the candidate too.",
            "f belongs to the old memory alone: f * c + i * candidate, without brackets.",
            lambda i, f, g, c, h: f * (c + i * g),
        ),
        (
            "The memory goes through tanh twice.",
            "the memory is the sum as it stands; only the state has tanh of it.",
            lambda i, f, g, c, h: np.tanh(f * c + i * g),
        ),
    ),
    (
        "The memory goes through tanh before it is kept.",
        "tanh belongs to the state, h_next = o * np.tanh(c_next); the memory stays as it is.",
        EQUATIONS,
        {
            "memory": lambda i, f, g, c, h: np.tanh(f * c + i * g),
            "state": lambda o, new, old, g: o * new,
        },
    ),
    *about(
        ["state"],
        EQUATIONS,
        (
            "The tanh of the memory is missing in the state.",
            "the state shows tanh of the memory: h_next = o * np.tanh(c_next).",
            lambda o, new, old, g: o * new,
        ),
        (
            "The state has the sigmoid of the memory where tanh belongs.",
            "h_next = o * np.tanh(c_next): the memory is no gate.",
            lambda o, new, old, g: o * sigmoid(new),
        ),
        (
            "The state is made from the old memory c; it should be from c_next.",
            "first the memory, then the state: h_next = o * np.tanh(c_next).",
            lambda o, new, old, g: o * np.tanh(old),
        ),
        (
            "The state is made from the candidate; it should be from the memory.",
            "h_next = o * np.tanh(c_next): all that is remembered, not the latest alone.",
            lambda o, new, old, g: o * g,
        ),
        (
            "The output gate is missing: the state shows the whole memory.",
            "h_next = o * np.tanh(c_next).",
            lambda o, new, old, g: np.tanh(new),
        ),
    ),
    *about(
        ["results"],
        "section 2.3",
        (
            "State and memory are returned in the wrong order.",
            "return h_next, c_next: the state first.",
            lambda s, new, h, old: (new, s),
        ),
        (
            "The state is returned twice; the second should be the memory.",
            "return h_next, c_next.",
            lambda s, new, h, old: (s, s),
        ),
        (
            "The old memory is returned; it should be the new one.",
            "c is the memory before the step, c_next the one after it: return h_next, c_next.",
            lambda s, new, h, old: (s, old),
        ),
        (
            "The old state is returned; it should be the new one.",
            "h is the state before the step, h_next the one after it: return h_next, c_next.",
            lambda s, new, h, old: (h, new),
        ),
    ),
    *about(
        ["sums"],
        EQUATIONS,
        (
            "The bias is missing.",
            "z = x @ kernel + h @ recurrent_kernel + bias.",
            lambda x, h, c, W, U, b: x @ W + h @ U,
        ),
        (
            "The state h does not get into the four parts.",
            "h @ recurrent_kernel is missing in z, or another name stands where h belongs.",
            lambda x, h, c, W, U, b: x @ W + b,
        ),
        (
            "The input x does not get into the four parts.",
            "x @ kernel is missing in z, or another name stands where x belongs.",
            lambda x, h, c, W, U, b: h @ U + b,
        ),
        (
            "The memory c goes into the four parts where the state h belongs.",
            "it is h @ recurrent_kernel: the gates see the state, and only the state.",
            lambda x, h, c, W, U, b: x @ W + c @ U + b,
        ),
        (
            "h and x stand in another order than their matrices.",
            "side by side [x, h] needs kernel above recurrent_kernel.",
            lambda x, h, c, W, U, b: np.hstack([h, x]) @ np.vstack([W, U]) + b,
        ),
    ),
    *[
        (
            f"All texts get the {words}.",
            "each row of x, h and c is one text, and no row knows of another: nothing is summed "
            "or averaged over rows.",
            "section 2.3, the docstring of lstm_step",
            {"sums": lambda x, h, c, W, U, b, one=one: one(x @ W + h @ U) + b},
        )
        for words, one in (
            ("sum over all of them", lambda z: z.sum(axis=0, keepdims=True)),
            ("mean over all of them", lambda z: z.mean(axis=0, keepdims=True)),
            ("parts of the first one", lambda z: z[:1]),
        )
    ],
]


def recognise(runs):
    """Return the texts of the mistake, or of the two mistakes, that explain the results.

    Parameters
    ----------
    runs : list of tuple
        ``(arrays, results)`` of several calls: arguments and results.

    Returns
    -------
    tuple of str or None
        The problem, its likely reason and the section to read; None if the results are right or
        no mistake explains them.
    """
    if explained(runs):
        return None
    if words := first(MISTAKES, functools.partial(explained, runs)):
        return words
    if not all(np.any(result) for _, results in runs for result in results):
        return None  # many mistakes give zeros
    for one, other in itertools.combinations(MISTAKES, 2):
        if not one[3].keys() & other[3].keys() and explained(runs, **one[3], **other[3]):
            return one[0], f"{one[1]} And there is a second mistake: {other[0]}", one[2]
    return None
