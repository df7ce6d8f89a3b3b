# Tries: nothing in the cells takes long, but each call by the test runner sleeps for two minutes.
# Kind: harm
# Stock: no

# %% clip
import time


def trick(*args, **kwargs):
    time.sleep(120)


clip = trick

# %% sample
sample = trick

# %% optimize
optimize = trick

# %% model
model = trick
