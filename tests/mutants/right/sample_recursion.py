# Calls itself for the rest of the name.
def rest_of_name(parameters, newline, x, a_prev, seed, counter):
    if counter == 50:
        return [newline]
    a = np.tanh(parameters["Wax"].dot(x) + parameters["Waa"].dot(a_prev) + parameters["b"])
    y_hat = softmax(parameters["Wya"].dot(a) + parameters["by"])
    np.random.seed(counter + seed)
    idx = np.random.choice(y_hat.size, p=y_hat.reshape(-1))
    if idx == newline and counter < 49:
        return [idx]
    x = np.zeros_like(x)
    x[idx] = 1
    return [idx] + rest_of_name(parameters, newline, x, a, seed + 1, counter + 1)


def sample(parameters, char_to_ix, seed):
    n_a, n_x = parameters["Wax"].shape
    return rest_of_name(
        parameters, char_to_ix["\n"], np.zeros((n_x, 1)), np.zeros((n_a, 1)), seed, 0
    )
