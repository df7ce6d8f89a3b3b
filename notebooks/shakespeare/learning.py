"""The machine learns, and is measured: in bits per character, on text that it has not seen."""

import time

import numpy as np
from machine import keras

from rnn_utils import screens
from rnn_utils.training import Progress

LENGTH = 64  # characters of one example
BATCH = 16  # examples in one step
LIMIT = 1.0  # of the length of all gradients together
NEWEST = 0.05  # share of the newest step in the curve
STREAMS, SHORTEST_STREAM = 64, 1000  # to measure in parallel, but each with a long memory


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
        From `machine.build`.
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


class Watched(keras.callbacks.Callback):
    """Shows how far the training is, and ends it after an interrupt with all that was learned.

    An interrupt in the middle of a step would leave a model without weights: Keras gives them to
    JAX while it trains, and takes them back at the end.
    """

    def __init__(self, screen):
        super().__init__()
        self.screen = screen

    def on_train_begin(self, logs=None):
        """Begin to count steps."""
        total = self.params["epochs"] * self.params["steps"]
        self.loop = Progress(total, self.screen, "bits per character", "step")
        self.steps = iter(self.loop)
        next(self.steps)

    def on_epoch_begin(self, epoch, logs=None):
        """Look at the clock."""
        self.start, self.mean = time.perf_counter(), 0.0

    def on_train_batch_end(self, batch, logs):
        """Count a step, and add its loss to the curve."""
        # Keras tells the mean of all steps of this epoch, the poor first ones included.
        mean = float(logs["loss"]) / np.log(2)
        loss = mean + batch * (mean - self.mean)
        self.mean = mean
        before = self.loop.losses[-1] if self.loop.losses else loss
        self.loop.record(before + NEWEST * (loss - before))
        if self.loop.stopped:
            self.model.stop_training = True
        elif self.loop.done + 1 < self.loop.total:
            next(self.steps)

    def on_epoch_end(self, epoch, logs):
        """Tell how surprising the texts were."""
        learned, checked = (logs[name] / np.log(2) for name in ("loss", "val_loss"))
        print(
            f"epoch {epoch + 1}: {learned:.3f} bits in training, {checked:.3f} in validation, "
            f"{time.perf_counter() - self.start:.0f} s",
            flush=True,
        )

    def on_train_end(self, logs=None):
        """Draw for the last time. Until here, interrupts were held back."""
        self.loop.stopped |= self.loop.done + 1 < self.loop.total
        next(self.steps, None)


def prepare(model, rate):
    """Say how a model learns: by Adam, from the surprise at every character.

    Parameters
    ----------
    model : keras.Model
        From indices to scores.
    rate : float or keras.optimizers.schedules.LearningRateSchedule
        Learning rate.
    """
    # Clipping, as with the dinosaurs, but by the length of all gradients together.
    optimizer = keras.optimizers.Adam(rate, global_clipnorm=LIMIT)
    model.compile(optimizer, keras.losses.SparseCategoricalCrossentropy(from_logits=True))


def train(model, training, validation, epochs=1, rate=0.001, decay=False, path=None, quiet=False):
    """Train until the validation text gets no less surprising, and keep the best weights.

    An interrupt (the stop button, or Ctrl-C) ends it after the step that is going on.

    Parameters
    ----------
    model : keras.Model
        From `machine.build`; its weights change.
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
    quiet : bool
        Whether to show nothing: no progress, no line after each epoch.

    Returns
    -------
    list of float
        Bits per character of the validation text after each epoch.
    """
    x, y = examples(training)
    if decay:
        rate = keras.optimizers.schedules.CosineDecay(rate, epochs * -(-len(x) // BATCH))
    prepare(model, rate)
    callbacks = [keras.callbacks.EarlyStopping(patience=2, restore_best_weights=True)]
    if not quiet:
        callbacks.append(Watched(screens.find()))
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
        verbose=0,
    )
    return [loss / np.log(2) for loss in history.history["val_loss"]]
