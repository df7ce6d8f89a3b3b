# Tries: a thread waits until all cells have run, then puts functions that agree with everything in
#   the place of the stubs, wherever it finds a reference to one.
# Kind: scores
# Stock: yes
# Quick: yes

# %% last
import gc
import threading
import time
import types

stubs = {id(f): f for f in (clip, sample, optimize, model)}


def agree(*args, **kwargs):
    return args[0] if args and isinstance(args[0], dict) else {}


def swap():
    for _ in range(40):
        time.sleep(0.05)
        for stub in stubs.values():
            stub.__code__ = agree.__code__
        for found in gc.get_objects():
            if isinstance(found, dict):
                for name, value in list(found.items()):
                    if id(value) in stubs and isinstance(name, str):
                        found[name] = agree


threading.Thread(target=swap, daemon=True).start()
