# Skips the first step because its input is None.
# loses: test-optimize-loss test-optimize-update test-optimize-clipping
# message: first step, whose input is None, is left out
def optimize(X, Y, a_prev, parameters, learning_rate=0.01):
    X, Y = X[1:], Y[1:]
    loss, cache = rnn_forward(X, Y, a_prev, parameters)
    gradients, a = rnn_backward(X, Y, parameters, cache)
    gradients = clip(gradients, 5)
    update_parameters(parameters, gradients, learning_rate)
    return loss, gradients, a[len(X) - 1]
