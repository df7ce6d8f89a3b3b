# Subtracts into local names: Wax = Wax - ... never reaches the dictionary.
# loses: test-optimize-update test-optimize-clipping
# message: Wax = Wax - ... makes a new array
def optimize(X, Y, a_prev, parameters, learning_rate=0.01):
    loss, cache = rnn_forward(X, Y, a_prev, parameters)
    gradients, a = rnn_backward(X, Y, parameters, cache)
    gradients = clip(gradients, 5)
    Wax, Waa, Wya, b, by = (parameters[k] for k in ("Wax", "Waa", "Wya", "b", "by"))
    Wax = Wax - learning_rate * gradients["dWax"]
    Waa = Waa - learning_rate * gradients["dWaa"]
    Wya = Wya - learning_rate * gradients["dWya"]
    b = b - learning_rate * gradients["db"]
    by = by - learning_rate * gradients["dby"]
    return loss, gradients, a[len(X) - 1]
