# Feeds the memory to the four parts where the state belongs.
# loses: test-lstm_step-weights
# told: memory c goes into the four parts
def lstm_step(x, h, c, kernel, recurrent_kernel, bias):
    z = x @ kernel + c @ recurrent_kernel + bias
    i, f, g, o = np.split(z, 4, axis=-1)
    i, f, o = sigmoid(i), sigmoid(f), sigmoid(o)
    c_next = f * c + i * np.tanh(g)
    h_next = o * np.tanh(c_next)
    return h_next, c_next
