# Tries: changes its arguments in place so that a list holds itself twice, and puts that list among the
#   parameters: numpy, which makes an array of it in the test runner, doubles its work at each level.
# Kind: harm
# Stock: no
# Quick: yes

# %% optimize
def optimize(X, Y, a_prev, parameters, learning_rate=0.01):
    X[:] = [X, X]
    Y[:] = [X, Y, parameters]
    for name in list(parameters):
        parameters[name] = X
    return X, {"d" + name: X for name in parameters}, X


# %% sample
def sample(parameters, char_to_ix, seed):
    for name in list(char_to_ix):
        char_to_ix[name] = char_to_ix
    return [char_to_ix, parameters]


# %% model
def model(data, ix_to_char, char_to_ix, **settings):
    char_to_ix["more"] = [char_to_ix, ix_to_char]
    ix_to_char[0] = char_to_ix["more"]
    return {name: char_to_ix["more"] for name in ("Wax", "Waa", "Wya", "b", "by")}
