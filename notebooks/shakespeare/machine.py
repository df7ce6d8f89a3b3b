"""The machine: two recurrent layers, one on top of the other, in Keras.

Shapes used throughout: ``B`` texts side by side, ``T`` characters of each, ``n`` characters in the
alphabet. A model takes indices ``(B, T)`` and gives scores ``(B, T, n)``: at every place one for
each character that could come next.
"""

import importlib.util
import os
import time

import numpy as np

# Keras reads this while it is imported, and takes TensorFlow unless told otherwise.
if importlib.util.find_spec("jax") is not None:
    os.environ.setdefault("KERAS_BACKEND", "jax")

import keras

LENGTH = 64  # characters of one example
BATCH = 16  # examples in one step
STREAMS, SHORTEST_STREAM = 64, 1000  # to measure in parallel, but each with a long memory


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


def examples(indices, length=LENGTH):
    """Cut a text into inputs and targets.

    Parameters
    ----------
    indices : ndarray of int, shape (N,)
    length : int
        Characters of one example, ``T``.

    Returns
    -------
    x, y : ndarray of int, shape (N // length or one less, length)
        ``y`` is one character ahead of ``x``.
    """
    count = (len(indices) - 1) // length
    x, y = indices[: count * length], indices[1 : count * length + 1]
    return x.reshape(count, length), y.reshape(count, length)


def streams(indices):
    """Cut a text into few long pieces, for measuring: hardly a character is without its past.

    Parameters
    ----------
    indices : ndarray of int, shape (N,)

    Returns
    -------
    x, y : ndarray of int, shape (B, T)
    """
    count = min(STREAMS, max(1, len(indices) // SHORTEST_STREAM))
    return examples(indices, (len(indices) - 1) // count)


def bits(model, indices):
    """Mean surprise of a model at a text.

    Parameters
    ----------
    model : keras.Model
        From `build`.
    indices : ndarray of int, shape (N,)

    Returns
    -------
    float
        Bits per character.
    """
    x, y = streams(indices)
    scores = model.predict(x, batch_size=len(x), verbose=0).astype("float64")
    scores -= scores.max(axis=-1, keepdims=True)
    log_p = scores - np.log(np.exp(scores).sum(axis=-1, keepdims=True))
    return float(-np.take_along_axis(log_p, y[..., None], axis=-1).mean() / np.log(2))


class Report(keras.callbacks.Callback):
    """Tells after each epoch how surprising the texts were, in bits per character."""

    def on_epoch_begin(self, epoch, logs=None):
        """Look at the clock."""
        self.start = time.perf_counter()

    def on_epoch_end(self, epoch, logs):
        """Print one line."""
        learned, checked = (logs[name] / np.log(2) for name in ("loss", "val_loss"))
        print(
            f"epoch {epoch + 1}: {learned:.3f} bits in training, {checked:.3f} in validation, "
            f"{time.perf_counter() - self.start:.0f} s",
            flush=True,
        )


def train(model, training, validation, epochs=1, rate=0.001, decay=False, path=None, verbose=1):
    """Train until the validation text gets no less surprising, and keep the best weights.

    Parameters
    ----------
    model : keras.Model
        From `build`; its weights change.
    training, validation : ndarray of int, shape (N,)
        Texts as indices.
    epochs : int
        How many times to read the training text at most.
    rate : float
        Learning rate of the Adam optimiser.
    decay : bool
        Whether the rate falls to 0 over all epochs.
    path : str or Path, optional
        Where to save the weights each time they are the best so far, ``....weights.h5``.
    verbose : int
        1 for a progress bar and a line after each epoch, 2 for the lines alone, 0 for silence.

    Returns
    -------
    list of float
        Bits per character of the validation text after each epoch.
    """
    x, y = examples(training)
    if decay:
        rate = keras.optimizers.schedules.CosineDecay(rate, epochs * -(-len(x) // BATCH))
    # Clipping, as with the dinosaurs, but by the length of all gradients together.
    optimizer = keras.optimizers.Adam(rate, global_clipnorm=1.0)
    model.compile(optimizer, keras.losses.SparseCategoricalCrossentropy(from_logits=True))
    callbacks = [keras.callbacks.EarlyStopping(patience=2, restore_best_weights=True)]
    if verbose:
        callbacks.append(Report())
    if path is not None:
        callbacks.append(
            keras.callbacks.ModelCheckpoint(path, save_best_only=True, save_weights_only=True)
        )
    history = model.fit(
        x,
        y,
        batch_size=BATCH,
        epochs=epochs,
        validation_data=streams(validation),
        validation_batch_size=STREAMS,
        callbacks=callbacks,
        verbose=int(verbose == 1),
    )
    return [loss / np.log(2) for loss in history.history["val_loss"]]
