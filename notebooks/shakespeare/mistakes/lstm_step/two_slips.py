# Gives the candidate no tanh, and shows the memory without tanh, too.
# loses: test-lstm_step-gates test-lstm_step-weights
# message: there is a second mistake: The tanh of the memory is missing
def lstm_step(x, h, c, kernel, recurrent_kernel, bias):
    z = x @ kernel + h @ recurrent_kernel + bias
    i, f, g, o = np.split(z, 4, axis=-1)
    i, f, o = sigmoid(i), sigmoid(f), sigmoid(o)
    c_next = f * c + i * g
    return o * c_next, c_next
