# Draws by hand: one random number, looked up in the normalised cumulative sum.
def draw(p, seed):
    np.random.seed(seed)
    cumulative = np.cumsum(p)
    cumulative /= cumulative[-1]
    return int(np.searchsorted(cumulative, np.random.random_sample(), side="right"))


def sample(parameters, char_to_ix, seed):
    Wax, Waa, Wya, b, by = [parameters[k] for k in ["Wax", "Waa", "Wya", "b", "by"]]
    x, a = np.zeros((Wax.shape[1], 1)), np.zeros((Waa.shape[0], 1))
    indices, newline = [], char_to_ix["\n"]
    while True:
        a = np.tanh(Wax @ x + Waa @ a + b)
        index = draw(softmax(Wya @ a + by).ravel(), seed + 2 * len(indices))
        indices.append(index)
        if len(indices) == 50:
            return indices + [newline]
        if index == newline:
            return indices
        x = np.zeros_like(x)
        x[index, 0] = 1
