# Tries: signals to its group, its parent and all processes that it may reach.
# Kind: harm
# Stock: no
# Quick: yes

# %% last
import os
import signal

signal.signal(signal.SIGTERM, signal.SIG_IGN)
signal.signal(signal.SIGINT, signal.SIG_IGN)
for pid, number in ((os.getppid(), signal.SIGTERM), (0, signal.SIGINT), (0, signal.SIGHUP),
                    (1, signal.SIGKILL), (os.getppid(), signal.SIGKILL), (os.getppid(), signal.SIGSTOP),
                    (-1, signal.SIGTERM)):  # fmt: skip
    try:
        os.kill(pid, number)
    except OSError as error:
        print(pid, error)
