# Puts input and state, and their matrices, into one array each.
def lstm_step(x, h, c, kernel, recurrent_kernel, bias):
    weights = np.vstack((kernel, recurrent_kernel))
    z = np.dot(np.hstack((x, h)), weights) + bias
    i, f, g, o = np.hsplit(z, 4)
    c_next = np.add(np.multiply(sigmoid(f), c), np.multiply(sigmoid(i), np.tanh(g)))
    h_next = np.multiply(sigmoid(o), np.tanh(c_next))
    return [h_next, c_next]
