# Stops after the gradients: no parameter ever moves.
# loses: test-optimize-update test-optimize-clipping
# message: update_parameters is not called
def optimize(X, Y, a_prev, parameters, learning_rate=0.01):
    loss, cache = rnn_forward(X, Y, a_prev, parameters)
    gradients, a = rnn_backward(X, Y, parameters, cache)
    gradients = clip(gradients, 5)
    return loss, gradients, a[len(X) - 1]
