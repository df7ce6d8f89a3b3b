# Tries: files that live in memory and count for no process (memfd_create), 6 GB at most.
# Kind: harm
# Stock: no
# Quick: yes

# %% last
import os

kept = []
try:
    for _ in range(60):
        number = os.memfd_create("x")
        kept.append(number)
        for _ in range(25):
            if os.write(number, b"x" * 4_000_000) < 4_000_000:
                raise OSError("written in part")
    print("HARM: 6 GB of memory files")
except OSError as error:
    print(error)
