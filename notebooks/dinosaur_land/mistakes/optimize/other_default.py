# Changes the default learning rate to 0.1.
# loses: test-optimize-update
# message: the first line keeps its default
def optimize(X, Y, a_prev, parameters, learning_rate=0.1):
    loss, cache = rnn_forward(X, Y, a_prev, parameters)
    gradients, a = rnn_backward(X, Y, parameters, cache)
    gradients = clip(gradients, 5)
    update_parameters(parameters, gradients, learning_rate)
    return loss, gradients, a[len(X) - 1]
