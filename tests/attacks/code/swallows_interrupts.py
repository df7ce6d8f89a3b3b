# Tries: a loop that catches whatever is thrown into it, in every cell and every function (120 s).
# Kind: harm
# Stock: no
# Quick: yes

# %% clip
import time


def trick(*args, **kwargs):
    until = time.time() + 120
    while time.time() < until:
        try:
            while time.time() < until:
                pass
        except BaseException:
            pass


clip = trick
trick()

# %% sample
sample = trick
trick()

# %% last
trick()
