"""Draw the sampling of a name, one letter at a time."""

from itertools import count, islice

import numpy as np
from matplotlib.patches import Rectangle

from rnn_utils.figures import picture
from rnn_utils.figures.picture import BLUE, ORANGE, WHITE, letter, probability, spoken
from rnn_utils.figures.shapes import arrow, box, feedback
from rnn_utils.figures.svg import SYMBOL
from rnn_utils.measure import letters

SHOWN = 5  # letters in a column
LEFT, COLUMN, ROW = 80, 114, 22  # in pixels
READS, EXPECTS, DRAWS = 335, 232, 28  # heights of the rows


def draw_letters(parameters, newline, seed, steps):
    """Return a sample as in exercise 2, with the probabilities for each letter.

    Parameters
    ----------
    parameters : dict of str to ndarray
        The five arrays of the network.
    newline : int
        Index of the newline.
    seed : int
        The same seed gives the same letters as `sample` of the exercise.
    steps : int
        Largest number of letters; the first newline ends the sample earlier.

    Returns
    -------
    list of tuple of (int, ndarray of shape (n_y,))
        Index of each letter drawn, and the probabilities that it was drawn from.
    """
    draws = count()

    def pick(p):
        # As np.random.seed(counter + seed), where both grow by one with each draw.
        return int(np.random.RandomState(seed + 2 * next(draws)).choice(len(p), p=p))

    drawn = []
    for index, y_hat in islice(letters(parameters, pick), steps):
        drawn.append((index, y_hat))
        if index == newline:
            break
    return drawn


@picture.style()
def sampling(parameters, char_to_ix, seed, steps=6):
    """Return a picture of sampling, one letter at a time, with the probabilities at each step.

    Parameters
    ----------
    parameters : dict of str to ndarray
        The five arrays of the network, trained or not.
    char_to_ix : dict of str to int
        The vocabulary.
    seed : int
        The letters are those of ``sample(parameters, char_to_ix, seed)``.
    steps : int
        Largest number of letters.

    Returns
    -------
    Picture
    """
    characters = {index: character for character, index in char_to_ix.items()}
    drawn = draw_letters(parameters, char_to_ix["\n"], seed, steps)
    highest = max(y_hat.max() for _, y_hat in drawn)
    figure, axes = picture.sheet(LEFT + COLUMN * steps, 390)
    for y, word in ((READS, "reads"), (EXPECTS, "expects"), (DRAWS, "draws")):
        axes.text(0, y - 5, word, size=14, weight="bold")
    read = None
    for t, (index, y_hat) in enumerate(drawn):
        left, middle = LEFT + COLUMN * t, LEFT + COLUMN * t + 38
        with picture.one_step(axes, 2 * t):
            axes.text(middle, READS + 27, f"x^{{({t})}}", size=15, ha="center", **SYMBOL)
            _chip(axes, middle, READS, "zeros" if read is None else letter(read), BLUE)
            arrow(axes, [(middle, READS - 19), (middle, EXPECTS + 38)])
            axes.text(middle, EXPECTS + 20, f"\u0177^{{({t + 1})}}", size=15, ha="center", **SYMBOL)
            rows = _draw_bars(axes, left, y_hat, index, characters, highest)
        with picture.one_step(axes, 2 * t + 1):
            read = characters[index]
            box(axes, left + 39, rows[index], 92, ROW, ORANGE, "none")
            below = min(rows.values()) - ROW / 2 - 1
            arrow(axes, [(middle, below), (middle, DRAWS + 19)], color=ORANGE, alpha=1)
            _chip(axes, middle, DRAWS, letter(read), ORANGE)
            if t + 1 < len(drawn):
                start, end, turn = middle + 22, middle + COLUMN - 23, left + 106
                feedback(axes, [(start, DRAWS), (turn, DRAWS), (turn, READS), (end, READS)], ORANGE)
            elif t + 1 < steps:
                axes.text(middle + 32, DRAWS - 5, "the name ends", size=13)
    return picture.Picture(figure, _describe(drawn, characters, seed), pace=0.4)


def _draw_bars(axes, left, y_hat, index, characters, highest):
    """Draw the most likely letters and the drawn one; return the height of each row."""
    likeliest = np.argsort(-y_hat, kind="stable")[:SHOWN].tolist()
    rows = {i: EXPECTS - ROW * place for place, i in enumerate(likeliest)}
    if index not in rows:
        rows[index] = EXPECTS - ROW * (SHOWN + 0.6)
        axes.text(left + 5, EXPECTS - ROW * (SHOWN - 0.2) - 4, "\u22ee", size=13, ha="center")
    for i, y in rows.items():
        colour, weight = (ORANGE, "bold") if i == index else (BLUE, "normal")
        x, wide = left + 17, 31 * y_hat[i] / highest
        axes.text(left + 5, y - 5, letter(characters[i]), size=14, weight=weight, ha="center")
        axes.add_patch(Rectangle((x, y - 6), wide, 12, color=colour))
        axes.text(x + wide + 4, y - 4, probability(y_hat[i]), size=12, weight=weight)
    return rows


def _describe(drawn, characters, seed):
    """Return the text alternative of the figure."""
    sentences = [f"Sampling with seed {seed}, one column a step, from left to right."]
    read = "zeros"
    for t, (index, y_hat) in enumerate(drawn):
        order = np.argsort(-y_hat, kind="stable")
        likely = ", ".join(
            f"{spoken(characters[i])} {probability(y_hat[i])}" for i in order[:SHOWN]
        )
        came = spoken(characters[index])
        place = list(order).index(index) + 1
        sentences.append(
            f"Step {t + 1} reads {read} and expects {likely}; drawn is {came}, number {place} of "
            f"{len(order)} by probability, with {probability(y_hat[index])}."
        )
        read = came
    return " ".join(sentences)


def _chip(axes, x, y, text, colour):
    """Draw a letter in a box."""
    size, wide = (19, 40) if len(text) == 1 else (13, 52)
    box(axes, x, y, wide, 34, colour, colour)
    axes.text(x, y - 0.33 * size, text, size=size, weight="bold", color=WHITE, ha="center")
