# Puts the index itself into x where a 1 belongs.
# loses: test-sample-state
# headline: x holds the index itself where a 1 belongs.
# reason: x[idx] = 1, whatever idx is: an index is a label, not a quantity.
# read: section 4.2, step 3, and section 1.2
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
        np.random.seed(counter + seed)  # the draw below comes right after this line
        a = np.tanh(Wax @ x + Waa @ a_prev + b)
        z = Wya @ a + by
        y_hat = softmax(z)
        idx = np.random.choice(n_y, p=y_hat.ravel())
        indices.append(idx)
        x = np.zeros((n_y, 1))
        x[idx] = idx
        a_prev = a
        seed += 1
        counter += 1
    if counter == 50:
        indices.append(newline)
    return indices
