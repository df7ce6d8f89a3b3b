"""Visible checks of `sample`."""

import numpy as np

from rnn_utils.checks._report import check, require

N_A, NEWLINE = 6, 2
CHAR_TO_IX = {"a": 0, "b": 1, "\n": NEWLINE, "c": 3, "d": 4}
CALL = "sample(parameters, char_to_ix, {})"


def _draw(newline_score=0.0, recurrent=True):
    rng = np.random.default_rng(11)
    n = len(CHAR_TO_IX)
    parameters = {
        "Wax": rng.standard_normal((N_A, n)) * recurrent,
        "Waa": rng.standard_normal((N_A, N_A)) * 0.2 * recurrent,
        "Wya": rng.standard_normal((n, N_A)),
        "b": rng.standard_normal((N_A, 1)),
        "by": rng.standard_normal((n, 1)),
    }
    parameters["by"][NEWLINE] = newline_score
    return parameters


def _sample(sample, parameters, seed):
    """Call the student's function and refuse what is no sequence of indices."""
    __tracebackhide__ = True
    call = CALL.format(seed)
    indices = sample({name: array.copy() for name, array in parameters.items()}, CHAR_TO_IX, seed)
    require(
        indices is not None,
        f"{call} returned None.",
        hint="the return statement: return indices",
    )
    indices = list(indices)
    require(len(indices) > 0, f"{call} returned an empty list.", hint="indices.append(idx)")
    for index in indices:
        require(
            not isinstance(index, str) and np.ndim(index) == 0 and int(index) == index,
            f"{call} should return whole numbers, the indices of characters.",
            got=repr(index),
            hint="what you append: idx, not the character and not the vector",
        )
        require(
            0 <= index < len(CHAR_TO_IX),
            f"{call} returned an index outside the vocabulary.",
            got=index,
            expected=f"0 to {len(CHAR_TO_IX) - 1}",
            hint="what you append: the index that np.random.choice drew",
        )
    return [int(index) for index in indices]


@check("names end with the newline, and after 50 characters at the latest.")
def sample_form(sample):
    """The end of a name: at the first newline, or after 50 characters plus one newline."""
    __tracebackhide__ = True
    at_once = _sample(sample, _draw(newline_score=60), 3)
    require(
        at_once == [NEWLINE],
        "The network was certain of a newline at once, so the name should be that newline alone.",
        called=CALL.format(3),
        got=at_once,
        expected=[NEWLINE],
        hint="the loop's condition, and char_to_ix['\\n'], which is 2 here and not 0; "
        "the newline itself belongs into the list",
    )
    never = _sample(sample, _draw(newline_score=-60), 3)
    require(
        len(never) == 51,
        "The network never drew a newline, so 50 characters and one closing newline should come.",
        called=CALL.format(3),
        got=f"{len(never)} indices",
        expected="51 indices",
        hint="the counter: it starts at 0 and grows by one with each character",
    )
    require(
        never[-1] == NEWLINE and NEWLINE not in never[:-1],
        "After 50 characters without a newline, exactly one newline should be appended.",
        called=CALL.format(3),
        got=never[-3:],
        expected=f"..., {NEWLINE}",
        hint="the lines after the loop",
    )
    for seed in range(5):
        indices = _sample(sample, _draw(), seed)
        require(
            indices.index(NEWLINE) == len(indices) - 1 if NEWLINE in indices else False,
            "A name should stop at its first newline, and keep it.",
            called=CALL.format(seed),
            got=indices,
            hint="the loop's condition: idx != newline",
        )


@check("letters are drawn with the right probabilities and seeds.")
def sample_draw(sample):
    """With Wax = Waa = 0 nothing is remembered, so every draw has the same probabilities."""
    __tracebackhide__ = True
    parameters = _draw(newline_score=-60, recurrent=False)
    scores = parameters["Wya"] @ np.tanh(parameters["b"]) + parameters["by"]
    odds = np.exp(scores - scores.max()).ravel()
    indices = _sample(sample, parameters, 5)
    require(
        len(set(indices[:50])) > 1,
        "All letters came out the same, although several have a fair chance.",
        called=CALL.format(5),
        got=indices,
        hint="np.random.choice(..., p=...): a draw, not the argmax; "
        "and the seed: np.random.seed(counter + seed) inside the loop",
    )
    for draw in range(2):
        np.random.seed(5 + 2 * draw)
        expected = int(np.random.choice(len(odds), p=odds / odds.sum()))
        require(
            indices[draw] == expected,
            f"Draw number {draw} (counting from 0) is not the one that the seed asks for.",
            called=CALL.format(5),
            got=indices[draw],
            expected=expected,
            hint="z = Wya a + by, then softmax(z) as p, then np.random.seed(counter + seed) just "
            "before np.random.choice; seed and counter both grow by one a draw",
        )


@check("each letter is fed back, and the hidden state is carried on.")
def sample_state(sample):
    """The second step sees the first letter and the first hidden state."""
    __tracebackhide__ = True
    parameters = _draw(newline_score=-60)
    first = _sample(sample, parameters, 8)
    for name, reason in (
        ("Wax", "the letter that was drawn: is x replaced by its one-hot column (Step 4)?"),
        ("Waa", "the hidden state: does a_prev become a at the end of each step?"),
    ):
        # With this weight matrix switched off, a network that uses it must say something else.
        silenced = {**parameters, name: np.zeros_like(parameters[name])}
        # Fifty draws from visibly different distributions cannot all agree.
        strong = {**parameters, name: parameters[name] * 4}
        require(
            _sample(sample, silenced, 8) != _sample(sample, strong, 8),
            f"{name} makes no difference to the name.",
            called=CALL.format(8),
            got=first,
            hint=reason,
        )
