# Tries: objects with finalisers, weak references and exit handlers that loop when the kernel ends.
# Kind: harm
# Stock: no

# %% last
import atexit
import signal
import time


def forever(*args):
    until = time.time() + 120
    while time.time() < until:
        try:
            time.sleep(1)
        except BaseException:
            pass


class Late:
    __del__ = forever


kept = Late()
atexit.register(forever)
for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
    signal.signal(number, forever)
