# Gives the helpers Y where X belongs.
# loses: test-optimize-loss test-optimize-update
# message: X and Y are swapped
def optimize(X, Y, a_prev, parameters, learning_rate=0.01):
    loss, cache = rnn_forward(Y, X, a_prev, parameters)
    gradients, a = rnn_backward(Y, X, parameters, cache)
    gradients = clip(gradients, 5)
    update_parameters(parameters, gradients, learning_rate)
    return loss, gradients, a[len(X) - 1]
