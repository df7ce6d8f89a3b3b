# Tries: each function shows a value through sys.displayhook before the test can fail; the result
#   comes ahead of the error in the outputs, and the first of the two decides.
# Kind: scores
# Stock: yes
# Quick: yes

# %% clip
import sys


def trick(*args, **kwargs):
    sys.displayhook("passed")
    raise NotImplementedError


clip = trick

# %% sample
sample = trick

# %% optimize
optimize = trick

# %% model
model = trick
