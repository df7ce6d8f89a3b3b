# Gives all four parts a sigmoid, the candidate too.
# loses: test-lstm_step-gates test-lstm_step-weights
# message: candidate goes through a sigmoid
def lstm_step(x, h, c, kernel, recurrent_kernel, bias):
    z = x @ kernel + h @ recurrent_kernel + bias
    i, f, g, o = np.split(sigmoid(z), 4, axis=1)
    c_next = f * c + i * g
    h_next = o * np.tanh(c_next)
    return h_next, c_next
