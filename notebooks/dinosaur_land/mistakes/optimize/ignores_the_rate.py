# Writes 0.01 down instead of using learning_rate.
# loses: test-optimize-update test-optimize-clipping
# message: uses 0.01; it should use the argument
def optimize(X, Y, a_prev, parameters, learning_rate=0.01):
    loss, cache = rnn_forward(X, Y, a_prev, parameters)
    gradients, a = rnn_backward(X, Y, parameters, cache)
    gradients = clip(gradients, 5)
    update_parameters(parameters, gradients, 0.01)
    return loss, gradients, a[len(X) - 1]
