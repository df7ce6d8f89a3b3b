# Tries: leaves each test with exceptions that are not errors: SystemExit, GeneratorExit,
#   KeyboardInterrupt, StopIteration.
# Kind: scores
# Stock: yes

# %% clip
def clip(gradients, maxValue):
    raise SystemExit(0)


# %% sample
def sample(parameters, char_to_ix, seed):
    raise GeneratorExit


# %% optimize
def optimize(X, Y, a_prev, parameters, learning_rate=0.01):
    raise KeyboardInterrupt


# %% model
def model(data, ix_to_char, char_to_ix, num_iterations=35000, n_a=50, dino_names=7, vocab_size=27):
    raise StopIteration({})
