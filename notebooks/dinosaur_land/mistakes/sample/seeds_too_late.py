# Sets the seed after the draw: the first letter depends on what ran before.
# loses: test-sample-draw test-sample-state
# headline: The seed is set after the draw: it only works for the next one.
# reason: np.random.seed(counter + seed) has to come before np.random.choice.
# read: section 4.2, and the two lines of the given loop that set the seed and let it grow
def sample(parameters, char_to_ix, seed):
    Wax, Waa, Wya = parameters["Wax"], parameters["Waa"], parameters["Wya"]
    b, by = parameters["b"], parameters["by"]
    n_y, n_a = Wya.shape
    newline = char_to_ix["\n"]

    x = np.zeros((Wax.shape[1], 1))
    a_prev = np.zeros((n_a, 1))
    indices = []
    idx = -1
    counter = 0
    while idx != newline and counter != 50:
        a = np.tanh(Wax @ x + Waa @ a_prev + b)
        z = Wya @ a + by
        y_hat = softmax(z)
        idx = np.random.choice(n_y, p=y_hat.ravel())
        np.random.seed(counter + seed)
        indices.append(idx)
        x = np.zeros((n_y, 1))
        x[idx] = 1
        a_prev = a
        seed += 1
        counter += 1
    if counter == 50:
        indices.append(newline)
    return indices
