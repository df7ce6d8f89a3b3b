"""What a network expects while it reads."""

import matplotlib.pyplot as plt
import numpy as np

from rnn_utils.network import rnn_forward

# Okabe and Ito's palette: told apart with any kind of colour vision.
BLUE, ORANGE, GREEN, GREY = "#0072B2", "#D55E00", "#009E73", "#595959"
NEWLINE_SIGN = "\u21b5"


def _letter(character):
    return NEWLINE_SIGN if character == "\n" else character


def next_letters(parameters, name, char_to_ix):
    """What a trained network expects at each step while it reads a name.

    Parameters
    ----------
    parameters : dict of str to ndarray
        The five arrays of the network.
    name : str
        A name in the vocabulary's letters.
    char_to_ix : dict of str to int
        The vocabulary.

    Returns
    -------
    matplotlib.figure.Figure
    """
    came = [char_to_ix[character] for character in name + "\n"]
    start = np.zeros((len(parameters["b"]), 1))
    _, (y_hat, *_) = rnn_forward([None, *came[:-1]], came, start, parameters)
    ordered = sorted(char_to_ix, key=char_to_ix.get)
    width, height = min(0.42 * len(came) + 2.2, 16), min(0.21 * len(ordered) + 1.2, 12)
    figure, axes = plt.subplots(figsize=(width, height))
    image = axes.imshow(y_hat.T, cmap="cividis", vmin=0, vmax=1, aspect="auto")
    dots = {"color": "white", "markeredgecolor": "black", "linestyle": "none", "marker": "o"}
    axes.plot(came, **dots, label="what came")
    axes.set_xticks(range(len(came)), ["start", *name])
    axes.set_yticks(range(len(ordered)), [_letter(character) for character in ordered], fontsize=8)
    axes.set(xlabel="just read", ylabel="next letter")
    axes.legend(loc="upper left", bbox_to_anchor=(0, 1.12), frameon=False)
    figure.colorbar(image, label="probability")
    figure.tight_layout()
    plt.close(figure)
    return figure
