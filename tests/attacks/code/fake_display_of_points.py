# Tries: shows its own marks as a rich result and as updates of it, in the hope that somebody sums up.
# Kind: scores
# Stock: yes

# %% clip
from IPython.display import display


def trick(*args, **kwargs):
    display({"text/plain": "10", "application/json": {"score": 100}}, raw=True, display_id="points")
    display({"text/plain": "100"}, raw=True, display_id="points", update=True)
    print('{"score": 100, "max_score": 100, "passed": true}')
    raise NotImplementedError


clip = trick

# %% sample
sample = trick

# %% optimize
optimize = trick

# %% model
model = trick
