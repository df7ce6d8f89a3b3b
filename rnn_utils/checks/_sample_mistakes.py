"""Mistakes in `sample` that its letters show, each as one changed rule."""

import numpy as np

from rnn_utils.checks._imitation import first
from rnn_utils.checks._sample_rules import BEFORE, one_hot, redraw
from rnn_utils.network import softmax

STEP_1 = "section 4.2, step 1, and equation ({}) in section 2.1"
STEP_2 = "section 4.2, step 2, and the example at the end of section 4.1"
STEP_3 = "section 4.2, step 3"
STEP_4 = "section 4.2, step 4, and equation (1) in section 2.1"
SEED = "section 4.2, and the two lines of the given loop that set the seed and let it grow"

# Each row: the problem in one line, the likely reason, the section to read, and the changed rule.
MISTAKES = [
    (
        "The tanh of equation (1) is missing.",
        "a is Wax x + Waa a_prev + b as it stands; tanh has to go around the whole sum.",
        STEP_1.format(1),
        {"hidden": lambda p, x, m: p["Wax"] @ x + p["Waa"] @ m + p["b"]},
    ),
    (
        "The hidden state goes through a sigmoid where tanh belongs.",
        "1 / (1 + exp(-v)) lies between 0 and 1, tanh(v) between -1 and 1.",
        STEP_1.format(1),
        {"hidden": lambda p, x, m: 1 / (1 + np.exp(-(p["Wax"] @ x + p["Waa"] @ m + p["b"])))},
    ),
    (
        "The hidden state goes through a ReLU, max(0, v); it should be tanh.",
        "equation (1) puts tanh around the sum.",
        STEP_1.format(1),
        {"hidden": lambda p, x, m: np.maximum(0, p["Wax"] @ x + p["Waa"] @ m + p["b"])},
    ),
    (
        "The bias b is missing in equation (1).",
        "inside tanh there are three terms: Wax x, Waa a_prev and b.",
        STEP_1.format(1),
        {"hidden": lambda p, x, m: np.tanh(p["Wax"] @ x + p["Waa"] @ m)},
    ),
    (
        "Waa is transposed in equation (1).",
        "it is Waa @ a_prev, without .T and in this order.",
        STEP_1.format(1),
        {"hidden": lambda p, x, m: np.tanh(p["Wax"] @ x + p["Waa"].T @ m + p["b"])},
    ),
    (
        "Waa and a_prev are multiplied in another way than by Waa @ a_prev.",
        "with *, row i of Waa is multiplied by number i of a_prev; @ takes the matrix product.",
        STEP_1.format(1),
        {
            "hidden": lambda p, x, m: np.tanh(
                p["Wax"] @ x + (p["Waa"] * m).sum(axis=1, keepdims=True) + p["b"]
            )
        },
    ),
    (
        "The bias by is missing in equation (2).",
        "the scores are z = Wya a + by.",
        STEP_1.format(2),
        {"scores": lambda p, a, m: p["Wya"] @ a},
    ),
    (
        "The scores come from the old hidden state a_prev, not from a.",
        "equation (2) uses a(t+1), the state that equation (1) has just given.",
        STEP_1.format(2),
        {"scores": lambda p, a, m: p["Wya"] @ m + p["by"]},
    ),
    (
        "The scores go through tanh before the softmax.",
        "tanh belongs to equation (1) alone; z is Wya a + by as it stands.",
        STEP_1.format(2),
        {"scores": lambda p, a, m: np.tanh(p["Wya"] @ a + p["by"])},
    ),
    (
        "The softmax is applied twice.",
        "y_hat = softmax(z) are probabilities already; the second softmax makes them all alike.",
        STEP_1.format(3),
        {"chances": lambda z: softmax(softmax(z))},
    ),
    (
        "The probabilities are |z| divided by its sum, not softmax(z).",
        "softmax takes exp(z) first: a large negative score then means improbable.",
        STEP_1.format(3),
        {"chances": lambda z: np.abs(z) / np.abs(z).sum()},
    ),
    *[
        (
            f"The scores are {words} before the softmax (a temperature).",
            "equation (3) takes the softmax of z itself.",
            STEP_1.format(3),
            {"chances": lambda z, factor=factor: softmax(z * factor)},
        )
        for words, factor in (("halved", 0.5), ("doubled", 2))
    ],
    (
        "All characters are drawn with the same chance.",
        "np.random.choice draws evenly unless it is given p=, here the probabilities y_hat.",
        STEP_2,
        {"pick": lambda g, y: g.choice(len(y))},
    ),
    (
        "The likeliest character is taken each time (argmax); draw it.",
        "np.argmax gives the same name for ever; np.random.choice draws by the probabilities.",
        STEP_2,
        {"pick": lambda g, y: np.argmax(y)},
    ),
    (
        "The seed is set once, before the loop, and not before each draw.",
        "np.random.seed(counter + seed) belongs inside the loop.",
        SEED,
        {"generator": lambda s, t, g: g or np.random.RandomState(s)},
    ),
    (
        "No seed is set: the letters depend on what ran before.",
        "np.random.seed(counter + seed) belongs inside the loop, before the draw.",
        SEED,
        {"generator": lambda s, t, g: g or np.random.RandomState(BEFORE)},
    ),
    (
        "The seed is set after the draw: it only works for the next one.",
        "np.random.seed(counter + seed) has to come before np.random.choice.",
        SEED,
        {
            "generator": lambda s, t, g: np.random.RandomState(s + 2 * (t - 1) if t else BEFORE),
        },
    ),
    (
        "The same seed is set before every draw: it does not grow.",
        "the seed is counter + seed, and both grow by one at the end of each round.",
        SEED,
        {"generator": lambda s, t, g: np.random.RandomState(s)},
    ),
    (
        "The seed is seed + counter, but only one of the two grows.",
        "both grow by one at the end of each round: seed += 1 and counter += 1.",
        SEED,
        {"generator": lambda s, t, g: np.random.RandomState(s + t)},
    ),
    (
        "The seed is the counter alone; the argument seed is not used.",
        "np.random.seed(counter + seed): otherwise all names begin alike.",
        SEED,
        {"generator": lambda s, t, g: np.random.RandomState(t)},
    ),
    (
        "The letter drawn is never read: does x stay at zero?",
        "after each draw, x has to become the one-hot column of idx; or Wax @ x is missing in "
        "equation (1).",
        STEP_3,
        {"input": lambda x, i, h, y: x},
    ),
    (
        "Each letter is read one step late.",
        "x is made from idx before the new idx is drawn: make it after the draw.",
        STEP_3,
        {"input": lambda x, i, h, y: one_hot(h, x) if h is not None else x},
    ),
    (
        "The probabilities are fed back where the drawn letter belongs.",
        "x is y_hat; it should be zeros with a single 1 at the index that was drawn.",
        STEP_3,
        {"input": lambda x, i, h, y: y},
    ),
    (
        "x holds the index itself where a 1 belongs.",
        "x[idx] = 1, whatever idx is: an index is a label, not a quantity.",
        STEP_3 + ", and section 1.2",
        {"input": lambda x, i, h, y: one_hot(i, x) * i},
    ),
    *[
        (
            f"The 1 in x stands one place too {where}.",
            "x[idx] = 1: rows are counted from 0, as indices are.",
            STEP_3,
            {"input": lambda x, i, h, y, by=by: one_hot((i + by) % len(x), x)},
        )
        for where, by in (("early", -1), ("late", 1))
    ],
    (
        "x keeps the old letters: several 1s pile up in it.",
        "make a new column of zeros (or set x[:] = 0) before x[idx] = 1.",
        STEP_3,
        {"input": lambda x, i, h, y: np.maximum(x, one_hot(i, x))},
    ),
    (
        "The first input is the newline's column; it should be all zeros.",
        "before the first letter nothing has been read, and x is zero, as given.",
        "section 2.1, the row of x in the table, and section 4.1",
        {"first": lambda n: one_hot(2, np.zeros((n, 1)))},  # the index of the newline in the checks
    ),
    (
        "The hidden state is not carried on: every step starts from zeros.",
        "a_prev = a is missing at the end of the step, a_prev is set to zeros inside the loop, or "
        "Waa @ a_prev is missing in equation (1).",
        STEP_4,
        {"memory": lambda a, m: np.zeros_like(a)},
    ),
    (
        "The new hidden state is added to the old one; it should replace it.",
        "a_prev = a, not a_prev + a: the memory of the past is inside a already.",
        STEP_4,
        {"memory": lambda a, m: a + m},
    ),
]


def recognise(runs):
    """Return the texts of the mistake that explains wrong letters, or None.

    Parameters
    ----------
    runs : list of tuple
        ``(indices, parameters, seed)`` of several calls.

    Returns
    -------
    tuple of str or None
        The problem, its likely reason and the section to read.
    """

    def explains(**changed):
        return all(redraw(*run, **changed) == run[0] for run in runs)

    return None if explains() else first(MISTAKES, explains)
