# Cuts by a reshape, which mixes several texts.
# loses: test-lstm_step-weights
# message: several texts get mixed
def lstm_step(x, h, c, kernel, recurrent_kernel, bias):
    z = x @ kernel + h @ recurrent_kernel + bias
    i, f, g, o = z.reshape(4, *h.shape)
    i, f, o = sigmoid(i), sigmoid(f), sigmoid(o)
    c_next = f * c + i * np.tanh(g)
    h_next = o * np.tanh(c_next)
    return h_next, c_next
