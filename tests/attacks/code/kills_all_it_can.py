# Tries: kill -9 -1, from a child and from itself.
# Kind: harm
# Stock: no
# Quick: yes

# %% last
import os
import signal

os.kill(-1, signal.SIGKILL)
os.kill(os.getpid(), signal.SIGKILL)
