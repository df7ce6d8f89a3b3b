# Tries: reads all of its own process's memory for what the tests or the test runner left there, once at
#   the end and each time when the test runner calls.
# Kind: theft
# Stock: yes

# %% clip
import re
import time

pattern = re.compile(rb"CANARY-[0-9a-f]{24}")


def scan():
    found, until = set(), time.monotonic() + 1
    try:
        maps = open("/proc/self/maps").read().splitlines()
        memory = open("/proc/self/mem", "rb", 0)
    except OSError:
        return found
    for line in maps:
        first, last = (int(part, 16) for part in line.split()[0].split("-"))
        if " rw" in line and last - first < 1 << 25 and time.monotonic() < until:
            try:
                memory.seek(first)
                found.update(pattern.findall(memory.read(last - first)))
            except (OSError, OverflowError):
                pass
    return found


calls = [0]


def trick(*args, **kwargs):
    calls[0] += 1
    found = scan() if calls[0] < 4 else set()
    open("note.txt", "a").write(repr(found))
    print(found)
    raise ValueError(repr(found))


clip = trick

# %% sample
sample = trick

# %% last
print(scan())
