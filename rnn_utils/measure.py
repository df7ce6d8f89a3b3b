"""Measure how well a network predicts, which names it draws, and how large its gradients are."""

from itertools import islice

import numpy as np

from rnn_utils.edits import edit_distances
from rnn_utils.network import (
    initialize_parameters,
    rnn_backward,
    rnn_forward,
    rnn_step_forward,
    update_parameters,
)
from rnn_utils.tables import Table

LONGEST = 50  # letters of a drawn name, the limit of the exercise


def split_names(names, seed=0):
    """Split names into nine tenths for training and one tenth that is held out, at random.

    Parameters
    ----------
    names : list of str
        At least two different names; a repeated name counts once.
    seed : int
        Seed of the shuffle that decides which names are held out.

    Returns
    -------
    known : list of str
        Names to train on.
    held_out : list of str
        Names that are not used in training, at least one.
    """
    names = list(dict.fromkeys(names))
    order = np.random.default_rng(seed).permutation(len(names))
    held_out = [names[i] for i in order[::10]]
    known = [names[i] for place, i in enumerate(order) if place % 10]
    return known, held_out


def as_example(name, char_to_ix):
    """Return a name as inputs and targets of the network.

    Parameters
    ----------
    name : str
        A name without its newline.
    char_to_ix : dict of str to int
        The vocabulary.

    Returns
    -------
    X : list of int or None
        None, then the indices of the letters.
    Y : list of int
        The indices of the letters, then the newline's.
    """
    letters = [char_to_ix[character] for character in name]
    return [None, *letters], [*letters, char_to_ix["\n"]]


def bits(parameters, names, char_to_ix):
    """Return the network's mean loss on a character of some names, in bits.

    The network reads each name from the zero state, as `sample` does.

    Parameters
    ----------
    parameters : dict of str to ndarray
        The five arrays of the network.
    names : list of str
        At least one name.
    char_to_ix : dict of str to int
        The vocabulary.

    Returns
    -------
    float
        Bits per character; the newline counts as a character.
    """
    total, count, start = 0.0, 0, np.zeros_like(parameters["b"])
    for name in names:
        X, Y = as_example(name, char_to_ix)
        loss, _ = rnn_forward(X, Y, start, parameters)
        total, count = total + loss, count + len(Y)
    return float(total / np.log(2) / count)


def letters(parameters, pick):
    """Yield letters that the network generates, without end; each is the next input.

    Parameters
    ----------
    parameters : dict of str to ndarray
        The five arrays of the network.
    pick : callable
        Takes the probabilities, an array of shape (n_y,), and returns an index.

    Yields
    ------
    index : int
        The index that `pick` returned.
    y_hat : ndarray of float, shape (n_y,)
        The probabilities that `pick` got.
    """
    n_y, n_a = parameters["Wya"].shape
    one_hot, x, a = np.eye(n_y), np.zeros((n_y, 1)), np.zeros((n_a, 1))
    while True:
        a, y_hat = rnn_step_forward(parameters, a, x)
        index = pick(y_hat.ravel())
        yield index, y_hat.ravel()
        x = one_hot[:, [index]]


def draw(parameters, ix_to_char, rng, temperature=1.0):
    """Return a name drawn from the network at a temperature.

    Below 1, likely letters become more likely. Above 1, the probabilities become more equal.

    Parameters
    ----------
    parameters : dict of str to ndarray
        The five arrays of the network.
    ix_to_char : dict of int to str
        The vocabulary.
    rng : numpy.random.Generator
        Source of the random numbers.
    temperature : float
        A positive number, by which the scores z are divided.

    Returns
    -------
    str
        At most `LONGEST` letters, without a newline.
    """
    # softmax(z / T) with z = Wya a + by: it is enough to divide the weights once.
    cooled = {**parameters, **{w: parameters[w] / temperature for w in ("Wya", "by")}}
    name = ""
    for index, _ in islice(letters(cooled, lambda p: rng.choice(len(p), p=p)), LONGEST):
        if ix_to_char[index] == "\n":
            break
        name += ix_to_char[index]
    return name


def novelty(drawn, names):
    """Count the drawn names that are in the list, one letter away from it, or new.

    Parameters
    ----------
    drawn : list of str
        Names drawn from a network, at least one.
    names : list of str
        The names that the network was trained on.

    Returns
    -------
    Table
        Number, share and examples of each kind.
    """
    kinds = {"in the list": [], "one letter away": [], "new": [], "without a letter": []}
    known = set(names)
    for name in drawn:
        if not name:
            kinds["without a letter"].append(name)
        elif name in known:
            kinds["in the list"].append(name)
        else:
            # One letter changes the length by at most one, so other lengths are skipped.
            close = [other for other in names if abs(len(other) - len(name)) <= 1]
            distances = edit_distances(name, close) if close else np.array([2])
            nearest = distances.argmin()
            if distances[nearest] == 1:
                kinds["one letter away"].append(f"{name} ({close[nearest]})")
            else:
                kinds["new"].append(name)
    rows = [
        (kind, len(found), f"{len(found) / len(drawn):.1%}", ", ".join(dict.fromkeys(found[:4])))
        for kind, found in kinds.items()
    ]
    caption = f"{len(drawn):,} names, compared with {len(names):,} of the list"
    return Table(("kind", "names", "share", "examples"), rows, caption)


def gradient_norms(names, char_to_ix, limit, learning_rate, num_iterations, n_a=50):
    """Train a new network and return the size of the gradients before clipping, by step.

    Parameters
    ----------
    names : list of str
        Names to train on.
    char_to_ix : dict of str to int
        The vocabulary.
    limit : float or None
        Every element is clipped to [-limit, limit]; None means no clipping.
    learning_rate : float
        Factor of the gradient in each step.
    num_iterations : int
        Number of steps, one name each. Training ends earlier if a gradient is infinite or NaN.
    n_a : int
        Number of hidden units.

    Returns
    -------
    norms : ndarray of float, shape (steps,)
        Euclidean norm of all gradients, joined to one vector.
    surprises : ndarray of float, shape (steps,)
        Mean loss on a character of the step's name before the step, in bits.
    """
    parameters = initialize_parameters(n_a, len(char_to_ix), len(char_to_ix))
    order = np.random.default_rng(0).permutation(len(names))
    state, norms, surprises = np.zeros((n_a, 1)), [], []
    # The result shows the overflow that numpy would warn about.
    with np.errstate(all="ignore"):
        for j in range(num_iterations):
            X, Y = as_example(names[order[j % len(names)]], char_to_ix)
            loss, seen = rnn_forward(X, Y, state, parameters)
            slopes, states = rnn_backward(X, Y, parameters, seen)
            norm = np.sqrt(sum(np.sum(slope**2) for slope in slopes.values()))
            if not np.isfinite(norm):
                break
            norms.append(norm)
            surprises.append(loss / np.log(2) / len(Y))
            if limit is not None:
                slopes = {name: slope.clip(-limit, limit) for name, slope in slopes.items()}
            update_parameters(parameters, slopes, learning_rate)
            state = states[-1]
    return np.array(norms), np.array(surprises)
