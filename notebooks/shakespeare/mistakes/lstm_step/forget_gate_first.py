# Takes the forget gate before the input gate, as many textbooks write them.
# loses: test-lstm_step-gates test-lstm_step-weights
# message: Input and forget gate are swapped
def lstm_step(x, h, c, kernel, recurrent_kernel, bias):
    z = x @ kernel + h @ recurrent_kernel + bias
    f, i, g, o = np.split(z, 4, axis=-1)
    i, f, o = sigmoid(i), sigmoid(f), sigmoid(o)
    c_next = f * c + i * np.tanh(g)
    h_next = o * np.tanh(c_next)
    return h_next, c_next
