"""What networks learn in the same processor time, by what they are asked.

    python benchmarks/setups.py [--seconds 76] [--rates 3]

Two LSTMs in Keras on JAX guess the next letter at every place of a piece, as in the notebook, or,
as in the classic set-up, the one letter after a window. The dinosaurs' numpy loop reads beside
them. The validation text picks the learning rate of each; then the held-out text is measured. All
run on one core, and other work on the machine counts no more than it slows the processor down.
"""

import os

# Before numpy and Keras are imported: threads that wait for each other count as processor time.
os.environ.update(OPENBLAS_NUM_THREADS="1", OMP_NUM_THREADS="1", MKL_NUM_THREADS="1")
os.environ["KERAS_BACKEND"] = "jax"

import argparse
import sys
import time
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "notebooks" / "shakespeare")]

UNITS, DROPOUT = 128, 0.1
WINDOW, STRIDE = 40, 3  # of the classic set-up, in letters
MEASURED = 5  # a window costs as much as a long piece, so that only every fifth is measured
PLAIN_UNITS, LIMIT, PIECE = 429, 5, 500  # as many weights; clipping; letters measured at once


def every_place(training, n, rate):
    """Two LSTMs that guess at each place, as the notebook trains them."""
    import learning
    import machine

    model = machine.build(n, units=UNITS, dropout=DROPOUT)
    steps = learn(model, *learning.examples(training), learning.BATCH, rate)
    return steps, lambda text: learning.bits(model, text)


def classic(batch):
    """The set-up with windows, for batches of one size."""

    def set_up(training, n, rate):
        model = one_answer(n)
        steps = learn(model, *windows(training, STRIDE), batch, rate)

        def bits(text):
            return model.evaluate(*windows(text, MEASURED), 512, verbose=0) / np.log(2)

        return steps, bits

    return set_up


def one_answer(n):
    """Two LSTMs of which the upper one speaks only at the end of a window."""
    from machine import keras

    letters = keras.Input((WINDOW,), dtype="int32")
    x = keras.ops.one_hot(letters, n)
    for return_sequences in (True, False):
        x = keras.layers.LSTM(UNITS, return_sequences=return_sequences)(x)
        x = keras.layers.Dropout(DROPOUT)(x)
    return keras.Model(letters, keras.layers.Dense(n)(x))


def windows(text, stride):
    """Windows ``(N, WINDOW)`` and the letter after each, ``(N,)``."""
    x = np.lib.stride_tricks.sliding_window_view(text[:-1], WINDOW)
    return x[::stride], text[WINDOW::stride]


def learn(model, x, y, batch, rate):
    """Make steps in random order, for ever; yield the number of letters guessed in each."""
    import learning

    learning.prepare(model, rate)
    rng = np.random.default_rng(0)
    while True:
        order = rng.permutation(len(x))
        for first in range(0, len(x) - batch + 1, batch):
            chosen = order[first : first + batch]
            model.train_on_batch(x[chosen], y[chosen])
            yield y[chosen].size


def dinosaurs(training, n, rate):
    """The plain network, by `rnn_utils`, through the text in order with its state carried over."""
    import learning

    from rnn_utils import initialize_parameters, rnn_backward, rnn_forward, update_parameters

    parameters = initialize_parameters(PLAIN_UNITS, n, n)
    nothing_read = np.zeros((PLAIN_UNITS, 1))

    def steps():
        while True:
            state = nothing_read
            for x, y in zip(*map(np.ndarray.tolist, learning.examples(training)), strict=True):
                _, cache = rnn_forward(x, y, state, parameters)
                gradients, states = rnn_backward(x, y, parameters, cache)
                clipped = {name: np.clip(g, -LIMIT, LIMIT) for name, g in gradients.items()}
                update_parameters(parameters, clipped, rate)
                state = states[-1]
                yield len(y)

    def bits(text):
        state, total = nothing_read, 0
        x, y = learning.examples(text, PIECE)
        for piece in zip(x.tolist(), y.tolist(), strict=True):
            loss, (_, states, _, _) = rnn_forward(*piece, state, parameters)
            total, state = total + loss, states[-1:].T
        return total / y.size / np.log(2)

    return steps(), bits


# By name: how it is set up, and the learning rates to try, the likeliest first.
SETUPS = {
    "every place of 16 x 64": (every_place, (0.005, 0.002, 0.01)),
    "one after 40, 128 at a time": (classic(128), (0.003, 0.01, 0.001)),
    "one after 40, 16 at a time": (classic(16), (0.003, 0.001, 0.01)),
    "dinosaurs' numpy loop, 64": (dinosaurs, (0.002, 0.005, 0.001)),
}


def run(steps, seconds, tell):
    """Learn for so long; return the number of steps and of letters guessed in them."""
    next(steps)  # in which Keras compiles
    done, guessed, spent = 0, 0, 0
    start = time.process_time()
    while spent < seconds:
        guessed += next(steps)
        done += 1
        spent = time.process_time() - start
        tell(min(spent, seconds))
    return done, guessed


def compare(texts, n, seconds, rates, letters, seed):
    """Run all; return the table."""
    from machine import keras

    training, validation, held_out = texts
    validation, held_out = validation[:letters], held_out[:letters]
    table = Table(title=f"Bits per character after {seconds:g} s of processor time each")
    for column in ("set-up", "rate", "steps", "letters guessed", "validation", "held-out"):
        table.add_column(column, justify="left" if column == "set-up" else "right")
    with Progress(console=Console(stderr=True), refresh_per_second=2) as progress:
        for name, (set_up, tried) in SETUPS.items():
            rows = []
            for rate in sorted(tried[:rates]):
                bar = progress.add_task(f"{name}, rate {rate}", total=seconds)
                keras.utils.set_random_seed(seed)
                steps, bits = set_up(training, n, rate)
                counts = run(steps, seconds, lambda s, bar=bar: progress.update(bar, completed=s))
                rows.append((bits(validation), rate, *counts, bits))
            best = min(rows, key=lambda row: (np.isnan(row[0]), row[0]))
            for row in rows:
                checked, rate, done, guessed, bits = row
                # Whatever the validation text did not pick is not measured by the other.
                measured = f"{bits(held_out):.3f}" if row is best else ""
                cells = (f"{rate}", f"{done:,}", f"{guessed:,}", f"{checked:.3f}", measured)
                table.add_row(name, *cells, end_section=row is rows[-1])
    return table


def main(arguments=None):
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--seconds", type=float, default=76, help="of processor time, for each")
    parser.add_argument("--rates", type=int, default=3, help="learning rates to try, at most")
    parser.add_argument(
        "--letters", type=int, default=10**6, help="of each text to measure by, at most"
    )
    parser.add_argument("--seed", type=int, default=0, help="of Keras's weights and dropout")
    options = parser.parse_args(arguments)
    if options.seconds <= 0 or options.rates < 1 or options.letters <= PIECE:
        parser.error(f"seconds are more than 0, rates at least 1, letters more than {PIECE}")
    missing = [library for library in ("keras", "jax") if find_spec(library) is None]
    if missing:
        sys.exit(f"Not installed: {', '.join(missing)}. Run `python -m pip install keras jax`.")
    import verse

    try:
        text = verse.load()
    except ValueError as error:
        sys.exit(str(error))
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, list(os.sched_getaffinity(0))[:1])
    alphabet = "".join(sorted(set(text)))
    texts = [verse.encode(part, alphabet) for part in verse.split(text)]
    console = Console(width=100)
    limits = (options.seconds, options.rates, options.letters)
    console.print(compare(texts, len(alphabet), *limits, options.seed))
    console.print(f"Guessing evenly: {np.log2(len(alphabet)):.3f}.")


if __name__ == "__main__":
    main()
