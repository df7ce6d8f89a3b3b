# Makes the state from the memory before the step.
# loses: test-lstm_step-gates test-lstm_step-weights
# message: made from the old memory
def lstm_step(x, h, c, kernel, recurrent_kernel, bias):
    z = x @ kernel + h @ recurrent_kernel + bias
    i, f, g, o = np.split(z, 4, axis=-1)
    i, f, o = sigmoid(i), sigmoid(f), sigmoid(o)
    h_next = o * np.tanh(c)
    c_next = f * c + i * np.tanh(g)
    return h_next, c_next
