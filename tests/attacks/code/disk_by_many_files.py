# Tries: 200,000 empty files: a disk can be full of names.
# Kind: harm
# Stock: no
# Quick: yes

# %% last
import os
import time

until = time.monotonic() + 5
for place in (".", "/tmp", "/dev/shm"):
    made = 0
    try:
        os.mkdir(f"{place}/attack-litter-many")
        while made < 200_000 and time.monotonic() < until:
            os.close(os.open(f"{place}/attack-litter-many/{made}", os.O_CREAT | os.O_WRONLY))
            made += 1
    except OSError as error:
        print(place, error)
    print("HARM: many files" if made == 200_000 else made)
