# Computes with 32 bits, as Keras does.
def lstm_step(x, h, c, kernel, recurrent_kernel, bias):
    x, h, c, kernel, recurrent_kernel, bias = (
        np.asarray(array, dtype=np.float32) for array in (x, h, c, kernel, recurrent_kernel, bias)
    )
    i, f, g, o = np.split(x @ kernel + h @ recurrent_kernel + bias, 4, axis=-1)
    c_next = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
    return sigmoid(o) * np.tanh(c_next), c_next
