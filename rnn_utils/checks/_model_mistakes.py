"""Mistakes in `model` that its parameters show, each as one changed rule."""

import numpy as np

from rnn_utils.checks._imitation import first
from rnn_utils.checks._model_rules import (
    DATA,
    END,
    N_A,
    NAMES,
    RULES,
    N,
    after_the_weights,
    anew_each_round,
    at_random,
    equal,
    random_state,
    shuffled,
    train,
)
from rnn_utils.network import initialize_parameters

LESSON = "section 5.1, the table of X and Y, and section 6.2"
ORDER = "section 6.1, shuffle first, and its example with iteration j"
CARRY = "section 6.1, carry the hidden state, and section 6.2"
LOOP = "section 6.2, and the given lines of model"

# Each row: the problem in one line, the likely reason, the section to read, and the changed rule.
MISTAKES = [
    (
        "X has no None at its start.",
        "X begins with the first letter, so nothing teaches the network how names begin.",
        LESSON,
        {"example": lambda i: (i, [*i[1:], END])},
    ),
    (
        "X begins with the newline's index where None belongs.",
        "None is the zero vector, nothing read yet; a newline is a character that was read.",
        LESSON,
        {"example": lambda i: ([END, *i], [*i, END])},
    ),
    (
        "Y is not shifted: each letter has to predict itself.",
        "Y is X one step ahead: at each place the letter that comes next.",
        LESSON,
        {"example": lambda i: (i, i)},
    ),
    (
        "Y has no newline at its end.",
        "after the last letter comes the newline, char_to_ix['\\n']: so the network learns to end.",
        LESSON,
        {"example": lambda i: ([None, *i[:-1]], i)},
    ),
    (
        "The last letter of each name is missing.",
        "a slice such as name[:-1] takes it away: the names in examples have no newline.",
        LESSON,
        {"example": lambda i: ([None, *i[:-1]], [*i[:-1], END])},
    ),
    (
        "X ends with a newline, and so has one step too many.",
        "the newline is only to be predicted: it belongs into Y alone.",
        LESSON,
        {"example": lambda i: ([None, *i, END], [*i, END, END])},
    ),
    (
        "Y begins with the newline, and so is no step ahead of X.",
        "the newline's index stands at the end of Y: it is what comes after the last letter.",
        LESSON,
        {"example": lambda i: ([None, *i], [END, *i])},
    ),
    (
        "The letters of each name are turned around.",
        "X and Y have the letters in the order in which the name is read.",
        LESSON,
        {"example": lambda i: ([None, *i[::-1]], [*i[::-1], END])},
    ),
    (
        "Single characters of data are learned as if they were names.",
        "the name is an entry of the list examples, not of the text data.",
        ORDER,
        {"names": lambda n: [DATA[j % len(DATA)] for j in range(n)]},
    ),
    (
        "optimize is called twice for each name.",
        "one iteration is one call of optimize: take the results of that call.",
        LOOP,
        {"calls": 2},
    ),
    (
        "The names are not shuffled.",
        "np.random.seed(0) and np.random.shuffle(examples) come before the loop, as given.",
        ORDER,
        {"names": lambda n: [NAMES[j % len(NAMES)] for j in range(n)]},
    ),
    (
        "The names are shuffled without np.random.seed(0) before it.",
        "without that line the order depends on what was drawn before, here the start values.",
        ORDER,
        {"names": lambda n: [after_the_weights()[j % len(NAMES)] for j in range(n)]},
    ),
    (
        "An empty name is among the examples.",
        "the text after the file's last newline is empty: leave out what is empty after strip().",
        LOOP,
        {"names": lambda n: [shuffled([*NAMES, ""])[j % (len(NAMES) + 1)] for j in range(n)]},
    ),
    (
        "The same name is learned in every iteration.",
        "the index has to change with j: examples[j % len(examples)].",
        ORDER,
        {"names": lambda n: [shuffled()[0]] * n},
    ),
    (
        "The next name only comes after a whole round: // where % belongs.",
        "j // len(examples) counts the rounds; the remainder j % len(examples) counts the names.",
        ORDER,
        {"names": lambda n: [shuffled()[j // len(NAMES)] for j in range(n)]},
    ),
    (
        "All names are learned in every iteration.",
        "one iteration is one name, examples[j % len(examples)]: no second loop is needed.",
        ORDER,
        {"names": lambda n: shuffled() * n},
    ),
    (
        "Training begins with the second name: the index is one too large.",
        "iteration 0 learns examples[0]: the index is j % len(examples), not (j + 1).",
        ORDER,
        {"names": lambda n: [shuffled()[(j + 1) % len(NAMES)] for j in range(n)]},
    ),
    (
        "The names are taken from the end of the list to its start.",
        "after examples[0] comes examples[1]: the index is j % len(examples), without a minus.",
        ORDER,
        {"names": lambda n: [shuffled()[-j % len(NAMES)] for j in range(n)]},
    ),
    (
        "The last name of the list is never learned.",
        "the remainder is by len(examples), not by len(examples) - 1.",
        ORDER,
        {"names": lambda n: [shuffled()[j % (len(NAMES) - 1)] for j in range(n)]},
    ),
    (
        "The names are drawn at random; they should be taken in order.",
        "the list is shuffled already, so that j % len(examples) goes through all of it.",
        ORDER,
        {"names": at_random},
    ),
    (
        "The names are shuffled again in each round.",
        "one shuffle, before the loop; then the order stays.",
        ORDER,
        {"names": anew_each_round},
    ),
    (
        "Training stops when each name was seen once.",
        "num_iterations decides; j % len(examples) begins again at the first name.",
        ORDER,
        {"names": lambda n: shuffled()[:n]},
    ),
    (
        "One iteration too few is made, and the first name is left out.",
        "range(1, num_iterations) begins at 1: j counts from 0.",
        LOOP,
        {"names": lambda n: RULES["names"](n)[1:]},
    ),
    (
        "One iteration too few is made: the last one is missing.",
        "range(n) ends at n - 1 by itself.",
        LOOP,
        {"names": lambda n: RULES["names"](max(n - 1, 0))},
    ),
    (
        "One iteration too many is made.",
        "range(n) makes n rounds, 0 to n - 1: without + 1.",
        LOOP,
        {"names": lambda n: RULES["names"](n + 1)},
    ),
    (
        "The hidden state is not carried on: each name starts from zeros.",
        "the third result of optimize has to be called a_prev, since it starts the next name; and "
        "nothing in the loop sets a_prev to zeros.",
        CARRY,
        {"state": lambda a, j: np.zeros_like(a)},
    ),
    (
        "The hidden state is set to zeros whenever the list begins again.",
        "a_prev = np.zeros(...) comes once, before the loop.",
        CARRY,
        {"state": lambda a, j: a if j % len(NAMES) else np.zeros_like(a)},
    ),
    (
        "The first hidden state is drawn at random; it should be zeros.",
        "a_prev = np.zeros((n_a, 1)), as given before the loop.",
        "section 2.1, the row of a in the table",
        {"first_state": random_state},
    ),
    (
        "The learning rate shrinks from one iteration to the next.",
        "it is 0.01 in all of them.",
        LOOP,
        {"rate": lambda j: 0.01 / (j + 1)},
    ),
    (
        "The parameters are made anew in every iteration.",
        "initialize_parameters comes once, before the loop; in it, all learning would be lost.",
        LOOP,
        {"parameters": lambda p: initialize_parameters(N_A, N, N)},
    ),
]


def recognise(results):
    """Return the texts of the mistake that explains the parameters, or None.

    Parameters
    ----------
    results : dict of int to dict
        The parameters from the student's model, by number of iterations.

    Returns
    -------
    tuple of str or None
        The problem, its likely reason and the section to read.
    """
    if len(results) > 1 and all(equal(result, results[0]) for result in results.values()):
        return (
            "num_iterations makes no difference to the parameters.",
            "the loop has a number of its own: for j in progress(num_iterations), as given.",
            LOOP,
        )

    def explains(**changed):
        return all(equal(result, train(n, **changed)) for n, result in results.items())

    return (
        first(MISTAKES, explains) or _length_of_step(results.get(1)) or _first_name(results.get(1))
    )


def _length_of_step(result):
    """Return whether the first step has the right direction and a wrong length."""
    if result is None:
        return None
    start, right = train(0), train(1)
    factor = result["by"][0, 0] / right["by"][0, 0]
    longer = {key: start[key] + factor * (right[key] - start[key]) for key in start}
    if np.isclose(factor, 1) or not equal(result, longer):
        return None
    if np.isclose(factor, 2):
        return (
            "Each step is twice as long: the update is made twice.",
            "optimize has updated the parameters already; or the learning rate is 0.02, not 0.01.",
            LOOP,
        )
    return (
        f"The learning rate is {0.01 * factor:.4g}; it should be 0.01.",
        "the last argument of optimize: learning_rate=0.01.",
        LOOP,
    )


def _first_name(result):
    """Return whether the first step learned another name than the first."""
    for number, name in enumerate(shuffled()):
        learned = train(1, names=lambda n, name=name: [name])
        if number > 0 and result is not None and equal(result, learned):
            return (
                f"Iteration 0 learned {name!r}, but it should learn {shuffled()[0]!r}.",
                "that is examples[0] after np.random.seed(0) and the shuffle: the order of the "
                "names is another, or the index is not j % len(examples).",
                ORDER,
            )
    return None
