"""How fast two stacked LSTMs learn and write: Keras on JAX, Keras on torch, a plain numpy loop.

    python benchmarks/lstm.py [--steps 40] [--repeats 3]

All start from the same weights, read the same batches and must come to the same loss. Each runs in
a process of its own, on one core, in turn, several times; what counts is the ratio.
"""

import argparse
import json
import math
import os
import statistics
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "notebooks" / "shakespeare")]

UNITS, LENGTH, BATCH, RATE, LIMIT = 128, 64, 16, 0.002, 1.0
WARM_UP = 3  # steps, in which Keras compiles
WRITTEN = 200  # letters
# Name in the table, and what has to be installed. The first is what the others are divided by.
CONTESTANTS = {
    "Keras on JAX": ("keras", "jax"),
    "Keras on torch": ("keras", "torch"),
    "plain numpy loop": (),
}


def prepare(folder, steps):
    """Store the batches, the alphabet's size and the weights that all begin with.

    Returns
    -------
    int
        Steps of an epoch.
    """
    import verse

    text = verse.load()
    alphabet = "".join(sorted(set(text)))
    indices = verse.encode(verse.split(text)[0], alphabet)
    count = (steps + WARM_UP) * BATCH
    n, rng = len(alphabet), np.random.default_rng(0)
    shapes = [(n, 4 * UNITS), (UNITS, 4 * UNITS), (4 * UNITS,)]
    shapes += [(UNITS, 4 * UNITS), (UNITS, 4 * UNITS), (4 * UNITS,), (UNITS, n), (n,)]
    weights = {
        f"weight_{i}": rng.uniform(-1, 1, shape).astype("float32") / math.sqrt(UNITS)
        for i, shape in enumerate(shapes)
    }
    x, y = (indices[start : start + count * LENGTH].reshape(count, LENGTH) for start in (0, 1))
    np.savez(folder / "task.npz", x=x, y=y, **weights)
    return len(indices) // (LENGTH * BATCH)


def keras_functions(weights):
    """A step of training, and a letter, as the notebook's modules do them."""
    import learning
    import machine

    model = machine.build(len(weights[-1]), units=UNITS, dropout=0)
    model.set_weights(weights)
    learning.prepare(model, RATE)
    step = machine.with_states(model)
    states = machine.zero_states(model)

    def learn(x, y):
        return float(model.train_on_batch(x, y))

    def read(index):
        scores, *states[:] = step.predict_on_batch([np.array([[index]]), *states])
        return scores[0, -1]

    return learn, read


def numpy_functions(weights):
    """The same, one step of time after the other, with Adam by hand."""
    from tests.shakespeare.plain_lstm import loss_and_gradients, lstm_step

    weights = [w.astype("float64") for w in weights]
    means, squares = ([np.zeros_like(w) for w in weights] for _ in range(2))
    states = [(np.zeros((1, UNITS)), np.zeros((1, UNITS))) for _ in range(2)]
    done = 0

    def learn(x, y):
        nonlocal done
        done += 1
        loss, gradients = loss_and_gradients(x, y, weights)
        norm = math.sqrt(sum(np.sum(g**2) for g in gradients))
        for w, g, mean, square in zip(weights, gradients, means, squares, strict=True):
            g *= min(1, LIMIT / norm)
            mean += 0.1 * (g - mean)
            square += 0.001 * (g**2 - square)
            rate = RATE * math.sqrt(1 - 0.999**done) / (1 - 0.9**done)
            w -= rate * mean / (np.sqrt(square) + 1e-7)
        return loss

    def read(index):
        x = np.eye(1, len(weights[-1]), index)
        for number in range(2):
            states[number] = lstm_step(x, *states[number], *weights[3 * number : 3 * number + 3])
            x = states[number][0]
        return (x @ weights[-2] + weights[-1])[0]

    return learn, read


def take_part(name, task):
    """Learn and write; print what came of it as JSON."""
    with np.load(task) as stored:
        x, y = stored["x"], stored["y"]
        weights = [stored[f"weight_{i}"] for i in range(8)]
    learn, read = (keras_functions if CONTESTANTS[name] else numpy_functions)(weights)
    losses, index = [], 0
    for step in range(len(x) // BATCH):
        if step == WARM_UP:
            start = time.perf_counter()
        losses.append(learn(*(part[step * BATCH : (step + 1) * BATCH] for part in (x, y))))
    seconds = (time.perf_counter() - start) / (len(losses) - WARM_UP)
    for letter in range(WARM_UP + WRITTEN):
        if letter == WARM_UP:
            start = time.perf_counter()
        index = int(np.argmax(read(index)))
    letter = (time.perf_counter() - start) / WRITTEN
    print(json.dumps({"step": seconds, "letter": letter, "loss": float(losses[-1])}))


def run(name, task):
    """A contestant in a process of its own, on one core."""
    backend = {"KERAS_BACKEND": CONTESTANTS[name][1]} if CONTESTANTS[name] else {}
    done = subprocess.run(
        [sys.executable, __file__, "--contestant", name, "--task", task],
        env=os.environ | backend | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
    )
    if done.returncode:
        sys.exit(f"{name} failed:\n{done.stderr}")
    return json.loads(done.stdout.splitlines()[-1])


def beside(others, ours):
    """Median, least and largest ratio of measurements collected turn, as a cell of a table."""
    ratios = [other / one for other, one in zip(others, ours, strict=True)]
    return f"{statistics.median(ratios):6.2f}x ({min(ratios):.2f} to {max(ratios):.2f})"


def compare(steps, repeats):
    """Print the table; return the last loss of each contestant by name."""
    missing = {
        name: [library for library in needs if find_spec(library) is None]
        for name, needs in CONTESTANTS.items()
    }
    runs = {name: [] for name, lacks in missing.items() if not lacks}
    with tempfile.TemporaryDirectory() as folder:
        epoch = prepare(Path(folder), steps)
        for repeat in range(repeats):
            for name in runs:
                print(f"round {repeat + 1} of {repeats}: {name} ...", file=sys.stderr)
                runs[name].append(run(name, Path(folder) / "task.npz"))
    first = next(iter(runs))
    print(f"two LSTMs of {UNITS}, {BATCH} x {LENGTH} letters a step, median of {repeats}; ratios")
    print(f"are times the seconds of {first} (least to largest)")
    print(f"{'':>17} {'s an epoch':>10} {'times':>23} {'letters/s':>9} {'times':>23}  last loss")
    for name, results in runs.items():
        steps_taken, letters = ([r[kind] for r in results] for kind in ("step", "letter"))
        by_step, by_letter = ([r[kind] for r in runs[first]] for kind in ("step", "letter"))
        print(
            f"{name:>17} {epoch * statistics.median(steps_taken):10.0f} "
            f"{beside(steps_taken, by_step):>23} {1 / statistics.median(letters):9.0f} "
            f"{beside(letters, by_letter):>23}  {results[0]['loss']:.5f}"
        )
    for name, lacks in missing.items():
        if lacks:
            print(f"{name}: {' and '.join(lacks)} not installed, not run.")
    return {name: results[0]["loss"] for name, results in runs.items()}


def main(arguments=None):
    """Run the comparison; exit with 1 when the contestants did not learn the same."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--steps", type=int, default=40)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--contestant", choices=CONTESTANTS, help=argparse.SUPPRESS)
    parser.add_argument("--task", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.steps < 1 or options.repeats < 1:
        parser.error("steps and repeats are at least 1")
    if options.contestant:
        if hasattr(os, "sched_setaffinity"):
            os.sched_setaffinity(0, list(os.sched_getaffinity(0))[:1])
        take_part(options.contestant, options.task)
        return
    try:
        losses = compare(options.steps, options.repeats)
    except ValueError as error:
        sys.exit(str(error))
    if max(losses.values()) - min(losses.values()) > 1e-3:
        sys.exit("The losses differ: these programs do not do the same thing.")
    print("The losses agree to 3 digits: all contestants do the same thing.")


if __name__ == "__main__":
    main()
