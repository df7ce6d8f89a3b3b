# Measures the loss again after the update, to show how much better it became.
# loses: test-optimize-loss
# message: measured after the update
def optimize(X, Y, a_prev, parameters, learning_rate=0.01):
    loss, cache = rnn_forward(X, Y, a_prev, parameters)
    gradients, a = rnn_backward(X, Y, parameters, cache)
    gradients = clip(gradients, 5)
    update_parameters(parameters, gradients, learning_rate)
    loss, _ = rnn_forward(X, Y, a_prev, parameters)
    return loss, gradients, a[len(X) - 1]
