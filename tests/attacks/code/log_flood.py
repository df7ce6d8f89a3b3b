# Tries: floods stdout, stderr, the log and the descriptors 1 and 2 with lines.
# Kind: harm
# Stock: no

# %% last
import os
import sys
import time

until = time.monotonic() + 5
for number in range(200_000):
    if time.monotonic() > until:
        break
    print("x" * 200)
    print("y" * 200, file=sys.stderr)
    os.write(1, b"z" * 200 + b"\n")
    os.write(2, b"z" * 200 + b"\n")
