# Sets the counter alone as the seed, so that all names begin alike.
# loses: test-sample-draw test-sample-state
# headline: The seed is the counter alone; the argument seed is not used.
# reason: np.random.seed(counter + seed): otherwise all names begin alike.
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
        np.random.seed(counter)  # the draw below comes right after this line
        a = np.tanh(Wax @ x + Waa @ a_prev + b)
        z = Wya @ a + by
        y_hat = softmax(z)
        idx = np.random.choice(n_y, p=y_hat.ravel())
        indices.append(idx)
        x = np.zeros((n_y, 1))
        x[idx] = 1
        a_prev = a
        seed += 1
        counter += 1
    if counter == 50:
        indices.append(newline)
    return indices
