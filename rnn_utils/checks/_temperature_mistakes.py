"""Mistakes in `sample_with_temperature`, each as one changed rule."""

import functools

import numpy as np

from rnn_utils.checks._imitation import about, first
from rnn_utils.network import softmax

WARMTH = "section 6.1, the temperature"
PIECES = "section 6.1, chance as a number u, and its example"

# One function for each decision in the exercise. Names of arguments: s scores,
# T temperature, z scaled scores, p chances, ends where their pieces end.
RULES = {
    "scale": lambda s, T: s / T,
    "chances": lambda z, T: softmax(z),
    "ends": lambda p: np.cumsum(p),
    "number": lambda u, T, n: u,
    "place": lambda ends, u, p: int(np.searchsorted(ends, u, side="right")),
}


def draw(scores, temperature, u, **changed):
    """Return the index that these rules give."""
    rules = {**RULES, **changed}
    with np.errstate(all="ignore"):  # some mistakes overflow
        chances = rules["chances"](rules["scale"](scores, temperature), temperature)
        number = rules["number"](u, temperature, len(scores))
        return rules["place"](rules["ends"](chances), number, chances)


def _sorted_first(direction, back):
    """Return the rule that sorts the pieces by length; `back` maps the index to the old order."""

    def place(ends, u, p):
        order = np.argsort(direction * p)
        rank = min(int(np.searchsorted(np.cumsum(p[order]), u, side="right")), len(p) - 1)
        return int(order[rank]) if back else rank

    return place


MISTAKES = [
    *about(
        ["place"],
        PIECES,
        (
            "The likeliest index is taken each time (argmax); u decides nothing.",
            "np.argmax gives the same letter for ever; u has to pick one of the pieces.",
            lambda ends, u, p: int(np.argmax(p)),
        ),
        (
            "u is looked up among the probabilities, not among the ends.",
            "the first piece ends at p[0], the second at p[0] + p[1]: np.cumsum(p) gives the ends.",
            lambda ends, u, p: int(np.searchsorted(p, u)),
        ),
        (
            "The first probability larger than u is taken.",
            "compare u with the ends of the pieces, np.cumsum(p), not with their lengths p.",
            lambda ends, u, p: int(np.argmax(p > u)),
        ),
        (
            "The probability nearest to u is taken.",
            "u is no probability: it is a place on the line from 0 to 1. In which piece is it?",
            lambda ends, u, p: int(np.argmin(np.abs(p - u))),
        ),
        (
            "The end nearest to u is taken.",
            "the piece is the one whose end is the first beyond u, near or far.",
            lambda ends, u, p: int(np.argmin(np.abs(ends - u))),
        ),
        (
            "The ends beyond u are counted; it should be those before u.",
            "as many ends lie before u as there are pieces before its own: the sign is turned.",
            lambda ends, u, p: int(np.sum(ends > u)),
        ),
        (
            "The index is one too large.",
            "indices are counted from 0. When u lies before the first end, the index is 0; and "
            "nothing is put before the ends, neither 0 nor the places where pieces begin.",
            lambda ends, u, p: int(np.searchsorted(ends, u)) + 1,
        ),
        (
            "The index is one too small.",
            "the first end beyond u belongs to the piece of u itself: nothing is taken off.",
            lambda ends, u, p: int(np.searchsorted(ends, u)) - 1,
        ),
        (
            "The index is counted from the end.",
            "the first piece has the index 0, the last n - 1.",
            lambda ends, u, p: len(p) - 1 - int(np.searchsorted(ends, u)),
        ),
        (
            "All indices get pieces of the same length: int(u * n).",
            "the pieces are as long as the probabilities: np.cumsum(p) tells where they end.",
            lambda ends, u, p: int(u * len(p)),
        ),
        *[
            (
                f"The probabilities are sorted, {words} first.",
                "the pieces lie in the order of the indices, as the scores do: leave sort, argsort "
                "and reverse out.",
                _sorted_first(direction, back),
            )
            for words, direction in (("smallest", 1), ("largest", -1))
            for back in (False, True)
        ],
    ),
    *about(
        ["ends"],
        PIECES,
        (
            "The pieces are laid side by side from the last index to the first.",
            "np.cumsum(p), without [::-1]: index 0 has the piece that begins at 0.",
            lambda p: np.cumsum(p[::-1]),
        ),
    ),
    *about(
        ["number"],
        PIECES,
        (
            "The pieces are counted from the wrong end: 1 - u in place of u.",
            "u is compared with the ends as it is: u = 0 lies in the first piece.",
            lambda u, T, n: 1 - u,
        ),
        (
            "u is multiplied by the number of scores.",
            "the line goes from 0 to 1, and so does u: nothing to multiply.",
            lambda u, T, n: u * n,
        ),
        (
            "u is divided by the temperature; it should be the scores.",
            "p = softmax(scores / temperature); u stays as it is.",
            lambda u, T, n: u / T,
        ),
        (
            "u is multiplied by the temperature; it should not be.",
            "p = softmax(scores / temperature); u stays as it is.",
            lambda u, T, n: u * T,
        ),
    ),
    *about(
        ["chances"],
        WARMTH,
        (
            "The probabilities are divided by the temperature, not the scores.",
            "after that they do not add up to 1 any more: p = softmax(scores / temperature).",
            lambda z, T: softmax(z * T) / T,
        ),
        (
            "The temperature is a power of p, and p does not add up to 1 then.",
            "dividing the scores does the same and keeps the sum: softmax(scores / temperature).",
            lambda z, T: softmax(z * T) ** (1 / T),
        ),
        (
            "exp of the scores is not divided by its sum.",
            "probabilities add up to 1, and softmax sees to that.",
            lambda z, T: np.exp(z),
        ),
        (
            "The scores are divided by their sum; exp has to come before.",
            "scores can be negative: softmax takes exp of each first, then divides by the sum.",
            lambda z, T: np.abs(z) / np.abs(z).sum(),
        ),
        (
            "The softmax is applied twice.",
            "what softmax gives are probabilities; a second one makes them nearly alike.",
            lambda z, T: softmax(softmax(z)),
        ),
        (
            "The temperature comes between two softmaxes.",
            "one is enough, and the division comes before it: softmax(scores / temperature).",
            lambda z, T: softmax(softmax(z * T) / T),
        ),
    ),
    *about(
        ["scale"],
        WARMTH,
        (
            "The temperature makes no difference.",
            "the scores have to be divided by it before exp is taken. Dividing afterwards, before "
            "the sum makes 1 of it, changes nothing; nor does adding it.",
            lambda s, T: s,
        ),
        (
            "The scores are multiplied by the temperature; divide them.",
            "hot, T above 1, has to make the scores smaller, and so the chances more alike.",
            lambda s, T: s * T,
        ),
        (
            "The scores are divided by the temperature twice.",
            "once is enough: softmax(scores / temperature).",
            lambda s, T: s / T**2,
        ),
        (
            "The scores lose their decimals: // where / belongs.",
            "// rounds down to a whole number, and so do int() and astype(int).",
            lambda s, T: s // T,
        ),
        (
            "The sign of the scores is turned: the worst is the likeliest.",
            "exp(score / temperature), without a minus.",
            lambda s, T: -s / T,
        ),
        (
            "The logarithm of the scores is taken.",
            "scores are no probabilities: they go into the softmax as they are, only divided by T.",
            lambda s, T: np.log(s) / T,
        ),
        (
            "exp of the scores is taken before softmax, which takes it again.",
            "the scores go into the softmax as they are, only divided by T.",
            lambda s, T: np.exp(s) / T,
        ),
    ),
]


def recognise(runs):
    """Return the texts of the mistake that explains wrong indices, or None.

    Parameters
    ----------
    runs : list of tuple
        ``(scores, temperature, u, index)`` of several calls: arguments and result.

    Returns
    -------
    tuple of str or None
        The problem, its likely reason and the section to read.
    """
    return None if explained(runs) else first(MISTAKES, functools.partial(explained, runs))


def explained(runs, **changed):
    """Return whether these rules give the indices of all runs.

    An index after the last may have been replaced by the last.
    """
    return any(
        all(
            min(draw(scores, temperature, u, **changed), len(scores) + beyond) == index
            for scores, temperature, u, index in runs
        )
        for beyond in (1, -1)
    )
