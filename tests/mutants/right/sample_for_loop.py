# A for loop that returns at the newline, the 50th draw included; computes the seed.
def sample(parameters, char_to_ix, seed):
    end = char_to_ix["\n"]
    a = np.zeros_like(parameters["b"])
    x = np.zeros((len(char_to_ix), 1))
    indices = []
    for step in range(50):
        a = np.tanh(parameters["Wax"] @ x + parameters["Waa"] @ a + parameters["b"])
        p = softmax(parameters["Wya"] @ a + parameters["by"])[:, 0]
        np.random.seed(seed + 2 * step)
        indices.append(int(np.random.choice(len(p), p=p)))
        if indices[-1] == end:
            return indices
        x = np.eye(len(p))[:, [indices[-1]]]
    return indices + [end]
