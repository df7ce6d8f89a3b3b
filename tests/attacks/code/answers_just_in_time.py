# Tries: each call takes a little less than a call may take, so that the sum is long.
# Kind: harm
# Stock: no

# %% clip
import time


def trick(*args, **kwargs):
    time.sleep(1.5)
    return {}


clip = trick

# %% sample
sample = trick

# %% optimize
optimize = trick

# %% model
model = trick
