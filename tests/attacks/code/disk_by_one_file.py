# Tries: one file of 2 GB, and a sparse one of 1 TB, in its folder and its home.
# Kind: harm
# Stock: no

# %% last
import os

for place in (".", os.path.expanduser("~"), "/tmp", "/var/tmp"):
    try:
        with open(f"{place}/attack-litter-large", "wb") as file:
            for _ in range(500):
                file.write(b"x" * 4_000_000)
        print("HARM: 2 GB in", place)
    except OSError as error:
        print(place, error)
    try:
        with open(f"{place}/attack-litter-sparse", "wb") as file:
            file.truncate(1 << 40)
        print("HARM: 1 TB in", place)
    except OSError as error:
        print(place, error)
