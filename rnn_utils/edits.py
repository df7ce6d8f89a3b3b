"""The edit distance between names."""

import numpy as np


def edit_distances(name, names):
    """Return how many letters to change, add or remove to turn a name into each of others.

    Parameters
    ----------
    name : str
        The name to change.
    names : list of str
        The names to get, at least one.

    Returns
    -------
    ndarray of int, shape (len(names),)
        The Levenshtein distance to each of `names`; 0 where the names are equal.
    """
    lengths = np.array([len(other) for other in names])
    width = lengths.max()
    # One row for each name, filled with -1 after its last letter.
    letters = np.full((len(names), width), -1)
    for row, other in zip(letters, names, strict=True):
        row[: len(other)] = [ord(letter) for letter in other]

    # distances[i, j]: from the letters of `name` read so far to the first j letters of names[i].
    columns = np.arange(width + 1)
    distances = np.tile(columns, (len(names), 1))
    for letter in name:
        changed = distances[:, :-1] + (letters != ord(letter))
        distances = distances + 1  # the letter is removed
        np.minimum(distances[:, 1:], changed, out=distances[:, 1:])
        # A letter is added: that costs one more than the entry to the left.
        distances = np.minimum.accumulate(distances - columns, axis=1) + columns
    return distances[np.arange(len(names)), lengths]
