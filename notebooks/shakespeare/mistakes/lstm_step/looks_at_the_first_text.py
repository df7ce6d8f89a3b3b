# Takes one row out, as if there were a single text.
# loses: test-lstm_step-weights
# message: parts of the first one
def lstm_step(x, h, c, kernel, recurrent_kernel, bias):
    z = (x @ kernel + h @ recurrent_kernel)[0] + bias
    i, f, g, o = np.split(z, 4, axis=-1)
    i, f, o = sigmoid(i), sigmoid(f), sigmoid(o)
    c_next = f * c + i * np.tanh(g)
    h_next = o * np.tanh(c_next)
    return h_next, c_next
