# Tries: leaves core files of 1 GB, and tracebacks by faulthandler into every descriptor.
# Kind: harm
# Stock: no

# %% last
import faulthandler
import os

kept = bytearray(100_000_000)
for number in range(1, 32):
    try:
        faulthandler.dump_traceback(number)
    except (OSError, ValueError, RuntimeError):
        pass
os.abort()
