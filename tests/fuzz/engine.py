"""Mutating bytes, and watching what reads them."""

import multiprocessing
import random
import resource
import signal
import time
import traceback

from tests.fuzz.targets import TARGETS

MEMORY = 3 * 2**30  # bytes of address space; importing everything takes a third of it
LONGEST = 5.0  # seconds for one input
INTERESTING = [
    b"\xff" * 4,
    b"\x00" * 4,
    b"\x7f\xff\xff\xff",
    b"NaN",
    b"-1",
    b"[",
    b"{",
    b'"',
    b"\\u",
]


def mutate(data, seeds, rng):
    """Some bytes changed in one to six ways."""
    data = bytearray(data)
    for _ in range(rng.randint(1, 6)):
        place = rng.randrange(len(data) + 1)
        way = rng.randrange(7)
        if way == 0 and data:
            data[place % len(data)] ^= 1 << rng.randrange(8)
        elif way == 1:
            data[place:place] = rng.choice(INTERESTING)
        elif way == 2:
            del data[place : place + rng.randint(1, 40)]
        elif way == 3:
            other = rng.choice(seeds)
            start = rng.randrange(len(other))
            data[place:place] = other[start : start + rng.randint(1, 60)]
        elif way == 4:
            part = data[place : place + rng.randint(1, 30)]
            data[place:place] = part * rng.choice([1, 2, 50, 500])
        elif way == 5:
            data[place : place + 4] = rng.randbytes(4)
        else:
            data = data[:place]
    return bytes(data[:200_000])


def work(name, seconds, seed, pipe):
    """Fuzz one target and report its counts, or what went wrong."""
    target, make_seeds = TARGETS[name]
    rng, seeds = random.Random(seed), make_seeds()
    pool = list(seeds)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))

    def hang(signum, frame):
        raise TimeoutError("no answer in time")

    signal.signal(signal.SIGALRM, hang)
    found = {"target": name, "inputs": 0, "accepted": 0, "slowest": 0.0}
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        data = mutate(rng.choice(pool), seeds, rng)
        began = time.monotonic()
        signal.setitimer(signal.ITIMER_REAL, LONGEST)
        try:
            accepted = target(data)
        except BaseException:
            signal.setitimer(signal.ITIMER_REAL, 0)
            pipe.send({**found, "failure": traceback.format_exc(), "data": data.hex()})
            return
        signal.setitimer(signal.ITIMER_REAL, 0)
        found["inputs"] += 1
        found["accepted"] += accepted
        found["slowest"] = max(found["slowest"], time.monotonic() - began)
        # What is accepted is a better start for the next than what is rejected at its first byte.
        if accepted and len(data) < 5000:
            pool.append(data)
            if len(pool) > 500:
                pool.pop(rng.randrange(len(seeds), len(pool)))
    found["peak"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    pipe.send(found)


def fuzz(names, seconds, seed):
    """Fuzz targets, each for so many seconds, side by side.

    Returns
    -------
    list of dict
    """
    context = multiprocessing.get_context("spawn")
    running = []
    for name in names:
        ours, theirs = context.Pipe()
        process = context.Process(target=work, args=(name, seconds, seed, theirs))
        process.start()
        theirs.close()
        running.append((name, process, ours))
    results = []
    for name, process, ours in running:
        try:
            results.append(ours.recv())
        except EOFError:
            results.append({"target": name, "failure": "the process died", "data": ""})
        process.join()
    return results
