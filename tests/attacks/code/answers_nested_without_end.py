# Tries: lists nested 100,000 deep, a list that holds itself, and aliases that double 60 times when
#   they are written out.
# Kind: harm
# Stock: no
# Quick: yes

# %% clip
def clip(gradients, maxValue):
    deep = []
    for _ in range(100_000):
        deep = [deep]
    return deep


# %% sample
def sample(parameters, char_to_ix, seed):
    loop = []
    loop.append(loop)
    return loop


# %% optimize
def optimize(X, Y, a_prev, parameters, learning_rate=0.01):
    laughs = ["ha"] * 10
    for _ in range(60):
        laughs = [laughs, laughs]
    return laughs, laughs, laughs
