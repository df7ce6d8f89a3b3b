# Feeds only the input to the four parts.
# loses: test-lstm_step-weights
# message: state h does not get into
def lstm_step(x, h, c, kernel, recurrent_kernel, bias):
    z = x @ kernel + bias
    i, f, g, o = np.split(z, 4, axis=-1)
    i, f, o = sigmoid(i), sigmoid(f), sigmoid(o)
    c_next = f * c + i * np.tanh(g)
    h_next = o * np.tanh(c_next)
    return h_next, c_next
