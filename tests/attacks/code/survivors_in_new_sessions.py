# Tries: double forks with setsid, closed descriptors, ignored signals and another name, to live on
#   after the marking.
# Kind: harm
# Stock: no
# Quick: yes

# %% last
import os
import signal
import time

for _ in range(5):
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
                signal.signal(number, signal.SIG_IGN)
            os.closerange(0, 256)
            os.chdir("/")
            time.sleep(100)
        os._exit(0)
