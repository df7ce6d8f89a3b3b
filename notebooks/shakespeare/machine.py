"""The machine: two recurrent layers, one on top of the other, in Keras.

Shapes used throughout: ``B`` texts side by side, ``T`` characters of each, ``n`` characters in the
alphabet. A model takes indices ``(B, T)`` and gives scores ``(B, T, n)``: at every place one for
each character that could come next.
"""

import importlib.util
import os

import numpy as np

# Keras reads this while it is imported, and takes TensorFlow unless told otherwise. Your choice
# counts if you have made one; else it is the first that is here, and JAX is the fastest.
for name in ("jax", "tensorflow", "torch"):
    if importlib.util.find_spec(name) is not None:
        os.environ.setdefault("KERAS_BACKEND", name)
        break

try:
    import keras
except ModuleNotFoundError as error:
    raise ModuleNotFoundError(
        f"{error.name} is missing: run `python -m pip install keras jax` and restart the kernel."
    ) from None


def build(n, cell="LSTM", units=128, layers=2, dropout=0.1):
    """A network that has learned nothing yet.

    Parameters
    ----------
    n : int
        Number of characters in the alphabet.
    cell : str
        A recurrent layer of Keras: "LSTM", "GRU" or "SimpleRNN", which is the plain cell.
    units : int
        Size of each layer's state.
    layers : int
        Number of recurrent layers.
    dropout : float
        Share of what a layer says that the next one does not hear in training.

    Returns
    -------
    keras.Model
        From indices ``(B, T)`` to scores ``(B, T, n)``. The recurrent layers are called
        ``memory_1``, ``memory_2``, ..., the last layer ``scores``.
    """
    letters = keras.Input((None,), dtype="int32")
    x = keras.ops.one_hot(letters, n)
    for number in range(1, layers + 1):
        layer = getattr(keras.layers, cell)
        # Every step speaks, not only the last one: each letter is an exercise of its own.
        x = layer(units, return_sequences=True, return_state=True, name=f"memory_{number}")(x)[0]
        x = keras.layers.Dropout(dropout)(x)
    return keras.Model(letters, keras.layers.Dense(n, name="scores")(x))


def with_states(model):
    """The same layers, with the states going in and coming out.

    Parameters
    ----------
    model : keras.Model
        From `build`.

    Returns
    -------
    keras.Model
        From ``[indices, *states]`` to ``[scores, *states]``, each state ``(B, units)``; an LSTM
        has two, ``h`` and ``c``. It shares its weights with `model`.
    """
    letters = keras.Input((None,), dtype="int32")
    states_before, states_after = [], []
    scores = model.get_layer("scores")
    x = keras.ops.one_hot(letters, scores.units)
    for layer in memories(model):
        before = [keras.Input((size,)) for size in np.atleast_1d(layer.state_size)]
        x, *after = layer(x, initial_state=before)
        states_before += before
        states_after += after
    return keras.Model([letters, *states_before], [scores(x), *states_after])


def save(path, model, alphabet):
    """Write the weights of a model as numbers of 16 bits, with what is needed to build it again.

    Parameters
    ----------
    path : str or Path
        Ends with ``.npz``.
    model : keras.Model
        From `build`.
    alphabet : str
        Its characters; the place of each is its index.
    """
    arrays = {f"weight_{i}": w.astype("float16") for i, w in enumerate(model.get_weights())}
    cell = type(memories(model)[0]).__name__
    np.savez_compressed(path, cell=np.array(cell), alphabet=np.array(list(alphabet)), **arrays)


def load(path):
    """A trained model, from a file that `save` wrote.

    Parameters
    ----------
    path : str or Path

    Returns
    -------
    model : keras.Model
        As `build` makes it.
    alphabet : str
        Its characters.
    """
    with np.load(path, allow_pickle=False) as stored:
        cell, alphabet = str(stored["cell"]), "".join(stored["alphabet"])
        names = [name for name in stored.files if name.startswith("weight_")]
        weights = [stored[f"weight_{i}"].astype("float32") for i in range(len(names))]
    # Three arrays a layer, then two for the scores; the second of a layer is (units, ...).
    model = build(len(alphabet), cell, units=len(weights[1]), layers=(len(weights) - 2) // 3)
    model.set_weights(weights)
    return model, alphabet


def load_or(path, model, alphabet):
    """A trained model if it knows this alphabet, else the one that is at hand.

    Parameters
    ----------
    path : str or Path
        A file that `save` wrote.
    model : keras.Model
        What takes its place.
    alphabet : str

    Returns
    -------
    keras.Model
    """
    trained, known = load(path)
    if known == alphabet:
        return trained
    print(f"{path} knows another alphabet than your text; your own network takes its place.")
    return model


def memories(model):
    """The recurrent layers of a model, the lowest first."""
    return [layer for layer in model.layers if layer.name.startswith("memory_")]


def zero_states(model, size=1):
    """States of a machine that has read nothing.

    Parameters
    ----------
    model : keras.Model
        From `build`.
    size : int
        Number of texts ``B``.

    Returns
    -------
    list of ndarray of float32, each of shape (size, units)
    """
    sizes = [n for layer in memories(model) for n in np.atleast_1d(layer.state_size)]
    return [np.zeros((size, n), dtype="float32") for n in sizes]
