# Tries: has the right form and nothing else: signs for clip, made-up letters for sample, noise for
#   model. It earns the cells that ask for form alone, and no more than these.
# Kind: scores
# Stock: yes
# Deserves: 20

# %% clip
def clip(gradients, maxValue):
    return {name: np.sign(array) * maxValue for name, array in gradients.items()}


# %% sample
def sample(parameters, char_to_ix, seed):
    newline = char_to_ix["\n"]
    if parameters["by"][newline] > 50:
        return [newline]
    return [(newline + 1) % len(parameters["by"])] * 50 + [newline]


# %% optimize
def optimize(X, Y, a_prev, parameters, learning_rate=0.01):
    rng = np.random.default_rng()
    gradients = {"d" + name: rng.uniform(-5, 5, a.shape) for name, a in parameters.items()}
    return float(len(X)), gradients, rng.uniform(-1, 1, a_prev.shape)


# %% model
def model(data, ix_to_char, char_to_ix, num_iterations=35000, n_a=50, dino_names=7, vocab_size=27):
    parameters = initialize_parameters(n_a, vocab_size, vocab_size)
    rng = np.random.default_rng()
    for array in parameters.values():
        array += rng.standard_normal(array.shape) * min(num_iterations, 1)
    return parameters
