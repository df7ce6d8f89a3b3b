"""How far two names are from each other, in letters."""

import numpy as np


def edit_distances(name, names):
    """How many letters have to be changed, added or left out to get from one name to others.

    Parameters
    ----------
    name : str
        Where to start.
    names : list of str
        Where to go, at least one.

    Returns
    -------
    ndarray of int, shape (len(names),)
        0 where the names are equal. This is Levenshtein's distance.
    """
    lengths = np.array([len(other) for other in names])
    width = lengths.max()
    # One row a name, -1 where it has ended.
    letters = np.full((len(names), width), -1)
    for row, other in zip(letters, names, strict=True):
        row[: len(other)] = [ord(letter) for letter in other]

    # distances[i, j]: from what was read of `name` so far to the first j letters of names[i].
    columns = np.arange(width + 1)
    distances = np.tile(columns, (len(names), 1))
    for letter in name:
        changed = distances[:, :-1] + (letters != ord(letter))
        distances = distances + 1  # left out
        np.minimum(distances[:, 1:], changed, out=distances[:, 1:])
        # Added: each costs one more than the best to the left of it.
        distances = np.minimum.accumulate(distances - columns, axis=1) + columns
    return distances[np.arange(len(names)), lengths]
