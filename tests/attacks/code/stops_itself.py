# Tries: stops its own process, so that it neither answers nor ends.
# Kind: harm
# Stock: no

# %% last
import os
import signal

os.kill(os.getpid(), signal.SIGSTOP)
