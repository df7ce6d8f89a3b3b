# Updates the three weight matrices and forgets the biases.
# loses: test-optimize-update test-optimize-clipping
# message: b and by did not move
def optimize(X, Y, a_prev, parameters, learning_rate=0.01):
    loss, cache = rnn_forward(X, Y, a_prev, parameters)
    gradients, a = rnn_backward(X, Y, parameters, cache)
    gradients = clip(gradients, 5)
    for W in ("Wax", "Waa", "Wya"):
        parameters[W] -= learning_rate * gradients["d" + W]
    return loss, gradients, a[len(X) - 1]
