"""How fast the helpers train: beside plain per-step code, PyTorch, and a C loop.

    python benchmarks/training.py [--iterations 35000] [--repeats 3]

Everything runs on one thread, in turn, several times; what counts is the ratio. The plain helper
runs with ``@``, as it is written, and with ``np.dot`` in its place.
"""

import os

# Before numpy is imported: with matrices this small, a second thread only gets in the way.
os.environ.update(OPENBLAS_NUM_THREADS="1", OMP_NUM_THREADS="1", MKL_NUM_THREADS="1")

import argparse
import math
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))  # for tests.plain_rnn, when started by its path

import rnn_utils  # noqa: E402
from tests import plain_rnn  # noqa: E402

N_A, LEARNING_RATE, LIMIT, SAMPLES, REPORTED = 50, 0.01, 5, 7, 2000
LENGTHS = range(5, 21)
CALLS = 100  # in one measurement of one length
NAMES = ROOT / "data" / "dinos.txt"


def load():
    """The shuffled names as lists of indices, and the size of the vocabulary."""
    names = rnn_utils.read_names(NAMES)
    characters = sorted({"\n", *"".join(names)})
    char_to_ix = {character: index for index, character in enumerate(characters)}
    np.random.seed(0)
    np.random.shuffle(names)
    return [[char_to_ix[character] for character in name] for name in names], len(characters)


def sample(parameters, seed):
    """Draw one name as the exercise does; 0 is the newline."""
    a, x = np.zeros((N_A, 1)), np.zeros((len(parameters["by"]), 1))
    drawn = []
    while len(drawn) < 50 and drawn[-1:] != [0]:
        a, y_hat = rnn_utils.rnn_step_forward(parameters, a, x)
        np.random.seed(len(drawn) + seed)
        drawn.append(int(np.random.choice(len(y_hat), p=y_hat.ravel())))
        seed += 1
        x = np.zeros_like(x)
        x[drawn[-1]] = 1
    return drawn


def train(step, parameters, examples, iterations):
    """The loop around one training step.

    Parameters
    ----------
    step : callable
        Takes a name as indices, updates `parameters` in place and returns the name's loss.
    parameters : dict of str to ndarray
        To draw samples from, which costs every contestant in Python the same.
    examples : list of list of int
        The names.
    iterations : int
        Number of steps.

    Returns
    -------
    loss : float
        Smoothed loss at iteration 2000, or at the last one before.
    seconds : float
    """
    smoothed, reported = rnn_utils.get_initial_loss(len(parameters["by"]), SAMPLES), 0.0
    start = time.perf_counter()
    for j in range(iterations):
        smoothed = rnn_utils.smooth(smoothed, step(examples[j % len(examples)]))
        if j <= REPORTED:
            reported = smoothed
        if j % 2000 == 0:
            for seed in range(SAMPLES):
                sample(parameters, seed)
    return float(reported), time.perf_counter() - start


def train_numpy(helper, examples, n, iterations):
    """Train with a module that has rnn_forward, rnn_backward and update_parameters."""
    parameters = rnn_utils.initialize_parameters(N_A, n, n)
    a_prev = np.zeros((N_A, 1))

    def step(name):
        nonlocal a_prev
        X, Y = [None, *name], [*name, 0]
        loss, cache = helper.rnn_forward(X, Y, a_prev, parameters)
        gradients, a = helper.rnn_backward(X, Y, parameters, cache)
        for gradient in gradients.values():
            np.clip(gradient, -LIMIT, LIMIT, out=gradient)
        helper.update_parameters(parameters, gradients, LEARNING_RATE)
        a_prev = a[len(X) - 1]
        return loss

    return train(step, parameters, examples, iterations)


def train_plain(product, *arguments):
    """Train with the plain helper and one of numpy's two matrix products."""
    plain_rnn.product = product
    return train_numpy(plain_rnn, *arguments)


def train_torch(examples, n, iterations):
    """The same in PyTorch: torch.nn.RNN and autograd, float64, one thread."""
    import torch

    torch.set_num_threads(1)
    parameters = rnn_utils.initialize_parameters(N_A, n, n)
    cell = torch.nn.RNN(n, N_A, dtype=torch.float64)
    output = torch.nn.Linear(N_A, n, dtype=torch.float64)
    tensors = {name: torch.from_numpy(array) for name, array in parameters.items()}  # same memory
    cell.weight_ih_l0.data, cell.weight_hh_l0.data = tensors["Wax"], tensors["Waa"]
    output.weight.data = tensors["Wya"]
    cell.bias_ih_l0.data, output.bias.data = tensors["b"][:, 0], tensors["by"][:, 0]
    # torch has two biases where the exercise has one
    cell.bias_hh_l0.requires_grad_(False).zero_()
    trained = [p for p in (*cell.parameters(), *output.parameters()) if p.requires_grad]
    optimizer = torch.optim.SGD(trained, lr=LEARNING_RATE)
    one_hot = torch.cat([torch.zeros(1, n), torch.eye(n)]).double()  # row 0: nothing read yet
    state = torch.zeros(1, N_A, dtype=torch.float64)

    def step(name):
        nonlocal state
        states, last = cell(one_hot[[0, *(index + 1 for index in name)]], state)
        loss = torch.nn.functional.cross_entropy(
            output(states), torch.tensor([*name, 0]), reduction="sum"
        )
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_value_(trained, LIMIT)
        optimizer.step()
        state = last.detach()
        return loss.item()

    return train(step, parameters, examples, iterations)


def build_c(folder, examples, n):
    """Compile the C loop and write its input.

    Returns
    -------
    callable or None
        Takes a number of iterations; None where no compiler is there.
    """
    compiler = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
    if compiler is None:
        return None
    program, data = folder / "training", folder / "input.txt"
    source = ROOT / "benchmarks" / "training.c"
    # Without fast-math the compiler may not reorder sums, and so not vectorise them.
    flags = ["-O3", "-march=native", "-ffast-math", "-std=c11", "-D_POSIX_C_SOURCE=199309L"]
    subprocess.run([compiler, *flags, source, "-o", program, "-lm"], check=True)
    parameters = rnn_utils.initialize_parameters(N_A, n, n)
    numbers = [[N_A, n, len(examples)], *([len(name), *name] for name in examples)]
    numbers += [parameters[name].ravel().tolist() for name in ("Wax", "Waa", "Wya")]
    data.write_text("\n".join(" ".join(map(repr, row)) for row in numbers))

    def run(iterations):
        done = subprocess.run(
            [program, data, str(iterations)], check=True, capture_output=True, text=True
        )
        loss, seconds = map(float, done.stdout.split())
        return loss, seconds

    return run


def beside(others, ours):
    """Median, least and largest ratio of measurements collected turn, as a cell of a table."""
    ratios = [other / one for other, one in zip(others, ours, strict=True)]
    return f"{statistics.median(ratios):6.2f}x ({min(ratios):.2f} to {max(ratios):.2f})"


def compare_lengths(n, repeats):
    """Print forward and backward, ours beside plain, for names of several lengths."""
    rng = np.random.default_rng(0)
    parameters = {
        name: array + 0.1 * rng.standard_normal(array.shape)
        for name, array in rnn_utils.initialize_parameters(N_A, n, n).items()
    }
    a_prev = np.zeros((N_A, 1))

    def measure(X, Y, helper, product=None):
        plain_rnn.product = product
        start = time.perf_counter()
        for _ in range(CALLS):
            _, cache = helper.rnn_forward(X, Y, a_prev, parameters)
            helper.rnn_backward(X, Y, parameters, cache)
        return 1e6 * (time.perf_counter() - start) / CALLS

    helpers = [(rnn_utils,), (plain_rnn, np.matmul), (plain_rnn, np.dot)]
    print(
        f"\nrnn_forward + rnn_backward, {N_A} units, {n} characters: microseconds a name, and how"
    )
    print("many times ours (least to largest)")
    times = f"{'times ours':>23}"
    print(f"{'letters':>7} {'ours':>6} {'plain, @':>9} {times} {'np.dot':>7} {times}")
    for letters in LENGTHS:
        name = [int(index) for index in rng.integers(1, n, size=letters)]
        X, Y = [None, *name], [*name, 0]
        rounds = [[measure(X, Y, *helper) for helper in helpers] for _ in range(4 * repeats + 1)]
        ours, plain, dot = zip(*rounds[1:], strict=True)  # the first warms up
        print(
            f"{letters:7d} {statistics.median(ours):6.0f} "
            f"{statistics.median(plain):9.0f} {beside(plain, ours):>23} "
            f"{statistics.median(dot):7.0f} {beside(dot, ours):>23}"
        )


def compare_training(examples, n, iterations, repeats):
    """Print the whole loop for each contestant; return the reported losses by name."""
    task = (examples, n, iterations)
    contestants = {
        "ours": lambda: train_numpy(rnn_utils, *task),
        "plain helper, @": lambda: train_plain(np.matmul, *task),
        "plain helper, np.dot": lambda: train_plain(np.dot, *task),
    }
    missing = []
    try:
        import torch
    except ImportError:
        missing.append("PyTorch: not installed, not run.")
    else:
        contestants[f"PyTorch {torch.__version__}"] = lambda: train_torch(*task)
    with tempfile.TemporaryDirectory() as folder:
        c_loop = build_c(Path(folder), examples, n)
        if c_loop is None:
            missing.append("C loop: there is no compiler, not run.")
        else:
            contestants["C loop, no samples"] = lambda: c_loop(iterations)
        runs = {name: [] for name in contestants}
        for repeat in range(repeats):
            for name, run in contestants.items():
                print(f"round {repeat + 1} of {repeats}: {name} ...", file=sys.stderr)
                runs[name].append(run())
    print(f"\ntraining loop, {iterations:,} iterations, median of {repeats}")
    heading = f"smoothed loss at {min(REPORTED, iterations - 1)}"
    print(f"{'':>22} {'seconds':>7} {'times ours':>23}  {heading}")
    losses = {name: results[0][0] for name, results in runs.items()}
    seconds = {name: [taken for _, taken in results] for name, results in runs.items()}
    for name, taken in seconds.items():
        ratio = beside(taken, seconds["ours"])
        print(f"{name:>22} {statistics.median(taken):7.2f} {ratio:>23}  {losses[name]:.6f}")
    for line in missing:
        print(line)
    return losses


def main(arguments=None):
    """Run all comparisons; exit with 1 when the contestants did not learn the same."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--iterations", type=int, default=35_000)
    parser.add_argument("--repeats", type=int, default=3)
    options = parser.parse_args(arguments)
    if options.iterations < 1 or options.repeats < 1:
        parser.error("iterations and repeats are at least 1")
    if not NAMES.is_file():
        parser.error(f"there is no {NAMES.relative_to(ROOT)} to train on")
    examples, n = load()
    compare_lengths(n, options.repeats)
    losses = compare_training(examples, n, options.iterations, options.repeats)
    if not all(math.isclose(loss, losses["ours"], rel_tol=5e-7) for loss in losses.values()):
        sys.exit("The losses differ: these programs do not do the same thing.")
    print("The losses agree to 6 digits: all contestants do the same thing.")


if __name__ == "__main__":
    main()
