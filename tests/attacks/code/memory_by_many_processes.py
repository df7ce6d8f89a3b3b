# Tries: many processes that each stay below the limit of one, 6 GB in all.
# Kind: harm
# Stock: no

# %% last
import os
import time

children = []
for _ in range(30):
    try:
        pid = os.fork()
    except OSError as error:
        print(error)
        break
    if pid == 0:
        try:
            kept = bytearray(b"x") * 200_000_000
            time.sleep(5)
        finally:
            os._exit(len(kept) != 200_000_000)
    children.append(pid)
well = sum(os.waitpid(pid, 0)[1] == 0 for pid in children)
print("HARM: 6 GB in 30 processes" if well == 30 else f"{well} of them")
