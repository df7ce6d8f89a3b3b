# Works on a copy, so that the caller's parameters stay as they were.
# loses: test-optimize-update test-optimize-clipping
# message: a copy was updated
def optimize(X, Y, a_prev, parameters, learning_rate=0.01):
    parameters = {name: array.copy() for name, array in parameters.items()}
    loss, cache = rnn_forward(X, Y, a_prev, parameters)
    gradients, a = rnn_backward(X, Y, parameters, cache)
    gradients = clip(gradients, 5)
    parameters = update_parameters(parameters, gradients, learning_rate)
    return loss, gradients, a[len(X) - 1]
