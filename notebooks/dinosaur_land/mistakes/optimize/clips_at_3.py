# Clips at 3, in the belief that lower is safer.
# loses: test-optimize-clipping
# message: clipped at 3
def optimize(X, Y, a_prev, parameters, learning_rate=0.01):
    loss, cache = rnn_forward(X, Y, a_prev, parameters)
    gradients, a = rnn_backward(X, Y, parameters, cache)
    gradients = clip(gradients, 3)
    update_parameters(parameters, gradients, learning_rate)
    return loss, gradients, a[len(X) - 1]
