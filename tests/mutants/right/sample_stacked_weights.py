# Puts both weight matrices side by side, one product a step; prints what it draws.
def sample(parameters, char_to_ix, seed):
    W = np.hstack([parameters["Waa"], parameters["Wax"]])
    n_a, n_y = parameters["Waa"].shape[0], parameters["by"].shape[0]
    stacked = np.zeros((W.shape[1], 1))
    indices = []
    idx = -1
    counter = 0
    while idx != char_to_ix["\n"] and counter != 50:
        a = np.tanh(W @ stacked + parameters["b"])
        y_hat = softmax(parameters["Wya"] @ a + parameters["by"])
        np.random.seed(counter + seed)
        idx = np.random.choice(n_y, p=y_hat.ravel())
        indices.append(idx)
        stacked = np.zeros_like(stacked)
        stacked[:n_a] = a
        stacked[n_a + idx] = 1
        seed += 1
        counter += 1
    if counter == 50:
        indices.append(char_to_ix["\n"])
    print("drawn:", indices)
    return indices
