# Makes the four parts one after the other, each with its own matrices.
def lstm_step(x, h, c, kernel, recurrent_kernel, bias):
    n = h.shape[1]
    parts = []
    for k in range(4):
        columns = slice(k * n, (k + 1) * n)
        parts.append(x @ kernel[:, columns] + h @ recurrent_kernel[:, columns] + bias[columns])
    i, f, o = sigmoid(parts[0]), sigmoid(parts[1]), sigmoid(parts[3])
    c_next = f * c + i * np.tanh(parts[2])
    return o * np.tanh(c_next), c_next
