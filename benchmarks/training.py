"""How fast the helpers train: beside plain per-step code, PyTorch, and a C loop.

    python benchmarks/training.py [--iterations 35000] [--repeats 3]

Everything runs on one thread, in turn, several times; what counts is the ratio.
"""

import os

# Before numpy is imported: with matrices this small, a second thread only gets in the way.
os.environ.update(OPENBLAS_NUM_THREADS="1", OMP_NUM_THREADS="1", MKL_NUM_THREADS="1")

import argparse
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

N_A, LEARNING_RATE, LIMIT, REPORTED = 50, 0.01, 5, 2000
LENGTHS = range(5, 21)


def load():
    """The shuffled names as lists of indices, and the size of the vocabulary."""
    names = rnn_utils.read_names(ROOT / "data" / "dinos.txt")
    characters = sorted({"\n", *"".join(names)})
    char_to_ix = {character: index for index, character in enumerate(characters)}
    np.random.seed(0)
    np.random.shuffle(names)
    return [[char_to_ix[character] for character in name] for name in names], len(characters)


def train_numpy(helper, examples, n, iterations):
    """The whole training loop with a module that has rnn_forward and rnn_backward.

    Returns
    -------
    loss : float
        Smoothed loss at iteration 2000, or at the last one before.
    seconds : float
    """
    parameters = rnn_utils.initialize_parameters(N_A, n, n)
    smoothed, reported = rnn_utils.get_initial_loss(n, 7), 0.0
    a_prev = np.zeros((N_A, 1))
    start = time.perf_counter()
    for j in range(iterations):
        name = examples[j % len(examples)]
        X, Y = [None, *name], [*name, 0]
        loss, cache = helper.rnn_forward(X, Y, a_prev, parameters)
        gradients, a = helper.rnn_backward(X, Y, parameters, cache)
        for gradient in gradients.values():
            np.clip(gradient, -LIMIT, LIMIT, out=gradient)
        rnn_utils.update_parameters(parameters, gradients, LEARNING_RATE)
        a_prev = a[len(X) - 1]
        smoothed = rnn_utils.smooth(smoothed, loss)
        if j <= REPORTED:
            reported = smoothed
    return float(reported), time.perf_counter() - start


def train_torch(examples, n, iterations):
    """The same in PyTorch: torch.nn.RNN and autograd, float64, one thread."""
    import torch

    torch.set_num_threads(1)
    start_values = rnn_utils.initialize_parameters(N_A, n, n)
    cell = torch.nn.RNN(n, N_A, dtype=torch.float64)
    output = torch.nn.Linear(N_A, n, dtype=torch.float64)
    with torch.no_grad():
        cell.weight_ih_l0.copy_(torch.from_numpy(start_values["Wax"]))
        cell.weight_hh_l0.copy_(torch.from_numpy(start_values["Waa"]))
        output.weight.copy_(torch.from_numpy(start_values["Wya"]))
        for bias in (cell.bias_ih_l0, cell.bias_hh_l0, output.bias):
            bias.zero_()
    cell.bias_hh_l0.requires_grad_(False)  # torch has two biases where the exercise has one
    trained = [p for p in (*cell.parameters(), *output.parameters()) if p.requires_grad]
    optimizer = torch.optim.SGD(trained, lr=LEARNING_RATE)
    one_hot = torch.cat([torch.zeros(1, n), torch.eye(n)]).double()  # row 0: nothing read yet
    state = torch.zeros(1, N_A, dtype=torch.float64)
    smoothed, reported = rnn_utils.get_initial_loss(n, 7), 0.0
    start = time.perf_counter()
    for j in range(iterations):
        name = examples[j % len(examples)]
        states, last = cell(one_hot[[0, *(index + 1 for index in name)]], state)
        loss = torch.nn.functional.cross_entropy(
            output(states), torch.tensor([*name, 0]), reduction="sum"
        )
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_value_(trained, LIMIT)
        optimizer.step()
        state = last.detach()
        smoothed = rnn_utils.smooth(smoothed, loss.item())
        if j <= REPORTED:
            reported = smoothed
    return float(reported), time.perf_counter() - start


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
    flags = ["-O3", "-march=native", "-ffast-math", "-std=c11", "-D_POSIX_C_SOURCE=199309L"]
    subprocess.run([compiler, *flags, source, "-o", program, "-lm"], check=True)
    parameters = rnn_utils.initialize_parameters(N_A, n, n)
    numbers = [[N_A, n, len(examples)], *([len(name), *name] for name in examples)]
    numbers += [parameters[name].ravel().tolist() for name in ("Wax", "Waa", "Wya")]
    data.write_text("\n".join(" ".join(map(repr, row)) for row in numbers))

    def train(iterations):
        done = subprocess.run(
            [program, data, str(iterations)], check=True, capture_output=True, text=True
        )
        loss, seconds = map(float, done.stdout.split())
        return loss, seconds

    return train


def compare_lengths(n, repeats):
    """Print forward and backward, ours beside plain, for names of several lengths."""
    rng = np.random.default_rng(0)
    parameters = {
        name: array + 0.1 * rng.standard_normal(array.shape)
        for name, array in rnn_utils.initialize_parameters(N_A, n, n).items()
    }
    a_prev = np.zeros((N_A, 1))
    print(f"\nrnn_forward + rnn_backward, {N_A} units, {n} characters, microseconds a name")
    print(f"{'letters':>8} {'plain':>8} {'ours':>8} {'ratio':>7}   (min to max)")
    totals = np.zeros(2)
    for letters in LENGTHS:
        name = [int(index) for index in rng.integers(1, n, size=letters)]
        X, Y = [None, *name], [*name, 0]

        def seconds(helper, X=X, Y=Y):
            start = time.perf_counter()
            for _ in range(100):
                _, cache = helper.rnn_forward(X, Y, a_prev, parameters)
                helper.rnn_backward(X, Y, parameters, cache)
            return (time.perf_counter() - start) / 100

        pairs = [(seconds(plain_rnn), seconds(rnn_utils)) for _ in range(4 * repeats + 1)][1:]
        ratios = [plain / ours for plain, ours in pairs]
        plain, ours = (1e6 * statistics.median(column) for column in zip(*pairs, strict=True))
        totals += plain, ours
        print(
            f"{letters:8d} {plain:8.0f} {ours:8.0f} {statistics.median(ratios):6.2f}x   "
            f"({min(ratios):.2f} to {max(ratios):.2f})"
        )
    print(f"{'all':>8} {totals[0]:8.0f} {totals[1]:8.0f} {totals[0] / totals[1]:6.2f}x")


def compare_training(examples, n, iterations, repeats):
    """Print the whole loop for each contestant; return the reported losses by name."""
    contestants = {
        "ours": lambda: train_numpy(rnn_utils, examples, n, iterations),
        "plain helper": lambda: train_numpy(plain_rnn, examples, n, iterations),
    }
    try:
        import torch
    except ImportError:
        print("\nPyTorch is not installed: not run.")
    else:
        contestants[f"PyTorch {torch.__version__}"] = lambda: train_torch(examples, n, iterations)
    with tempfile.TemporaryDirectory() as folder:
        c_loop = build_c(Path(folder), examples, n)
        if c_loop is None:
            print("\nThere is no C compiler: the floor was not run.")
        else:
            contestants["C loop (floor)"] = lambda: c_loop(iterations)
        runs = {name: [] for name in contestants}
        for repeat in range(repeats):
            for name, train in contestants.items():
                print(f"round {repeat + 1} of {repeats}: {name} ...", file=sys.stderr)
                runs[name].append(train())
    print(f"\ntraining loop, {iterations:,} iterations, median of {repeats}")
    print(f"{'':>22} {'seconds':>8} {'to ours':>8}   loss at {min(REPORTED, iterations - 1)}")
    losses = {}
    for name, results in runs.items():
        ratios = [
            seconds / ours for (_, seconds), (_, ours) in zip(results, runs["ours"], strict=True)
        ]
        losses[name] = results[0][0]
        middle = statistics.median(seconds for _, seconds in results)
        print(f"{name:>22} {middle:8.2f} {statistics.median(ratios):7.2f}x   {losses[name]:.6f}")
    return losses


def main(arguments=None):
    """Run all comparisons; exit with 1 when the contestants did not learn the same."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--iterations", type=int, default=35_000)
    parser.add_argument("--repeats", type=int, default=3)
    options = parser.parse_args(arguments)
    if options.iterations < 1 or options.repeats < 1:
        parser.error("iterations and repeats are at least 1")
    examples, n = load()
    compare_lengths(n, options.repeats)
    losses = compare_training(examples, n, options.iterations, options.repeats)
    if max(losses.values()) - min(losses.values()) > 1e-6:
        sys.exit("The losses differ: these programs do not do the same thing.")


if __name__ == "__main__":
    main()
