# Writes its own softmax, uses einsum, and a generator of its own with the same seed.
def sample(parameters, char_to_ix, seed):
    newline = char_to_ix["\n"]
    Wax, Waa, Wya = parameters["Wax"], parameters["Waa"], parameters["Wya"]
    x = np.zeros((Wax.shape[1], 1))
    a = np.zeros((Waa.shape[0], 1))
    indices, counter = [], 0
    while counter != 50:
        a = np.tanh(np.einsum("ij,jk->ik", Wax, x) + np.einsum("ij,jk->ik", Waa, a) + parameters["b"])
        e = np.exp(np.einsum("ij,jk->ik", Wya, a) + parameters["by"])
        generator = np.random.RandomState(counter + seed)
        idx = generator.choice(len(e), p=(e / e.sum())[:, 0])
        indices.append(int(idx))
        x = np.zeros(x.shape)
        x[idx] = 1.0
        seed = seed + 1
        counter = counter + 1
        if idx == newline:
            break
    if counter == 50:
        indices.append(newline)
    return indices
