# Puts state before input, but their matrices the other way round.
# loses: test-lstm_step-weights
# message: stand in another order than their
def lstm_step(x, h, c, kernel, recurrent_kernel, bias):
    both = np.concatenate([h, x], axis=1)
    z = both @ np.concatenate([kernel, recurrent_kernel]) + bias
    i, f, g, o = np.split(z, 4, axis=-1)
    i, f, o = sigmoid(i), sigmoid(f), sigmoid(o)
    c_next = f * c + i * np.tanh(g)
    h_next = o * np.tanh(c_next)
    return h_next, c_next
