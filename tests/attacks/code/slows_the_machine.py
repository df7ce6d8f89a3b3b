# Tries: takes all processors at the highest priority for as long as it may.
# Kind: harm
# Stock: no

# %% last
import os
import time

for act in (
    lambda: os.nice(-20),
    lambda: os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(50)),
):
    try:
        act()
        print("HARM: raised its priority")
    except OSError as error:
        print(error)
until = time.monotonic() + 60
for _ in range(8):
    try:
        if os.fork() == 0:
            while time.monotonic() < until:
                pass
            os._exit(0)
    except OSError:
        break
