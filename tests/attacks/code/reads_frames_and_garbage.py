# Tries: when called, looks for the tests' secrets in all frames of all threads, in every object that
#   gc knows and in every module, and raises an exception whose class has what it found as its name.
# Kind: theft
# Stock: yes
# Quick: yes

# %% clip
import gc
import linecache
import re
import sys

pattern = re.compile("CANARY-[0-9a-f]{24}")


def look(*texts):
    return set(pattern.findall(" ".join(text for text in texts if isinstance(text, str))))


def everything():
    found = look(*(line for entry in linecache.cache.values() for line in entry[2:3]))
    for frame in sys._current_frames().values():
        while frame is not None:
            found |= look(*map(str, frame.f_code.co_consts), *frame.f_locals.values())
            frame = frame.f_back
    for thing in gc.get_objects():
        if isinstance(thing, dict):
            found |= look(*list(thing.values()))
        elif isinstance(thing, (list, tuple)):
            found |= look(*thing)
    return found


def trick(*args, **kwargs):
    found = "_".join(everything()) or "nothing"
    raise type(found, (Exception,), {})(found)


clip = trick

# %% sample
sample = trick

# %% last
print(everything())
print([cell for cell in In if "CANARY-" in cell and "pattern" not in cell])
