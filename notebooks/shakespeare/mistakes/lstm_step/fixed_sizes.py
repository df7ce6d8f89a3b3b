# Cuts at the places that fit the example, where n_h is 2.
# loses: test-lstm_step-gates test-lstm_step-weights
# message: n_h is h.shape[1]
def lstm_step(x, h, c, kernel, recurrent_kernel, bias):
    z = x @ kernel + h @ recurrent_kernel + bias
    i, f, g, o = z[:, :2], z[:, 2:4], z[:, 4:6], z[:, 6:]
    i, f, o = sigmoid(i), sigmoid(f), sigmoid(o)
    c_next = f * c + i * np.tanh(g)
    h_next = o * np.tanh(c_next)
    return h_next, c_next
