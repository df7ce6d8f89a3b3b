# Updates with clipped gradients and returns those from before the clipping.
# loses: test-optimize-clipping
# message: gradients returned are those from before the clipping
def optimize(X, Y, a_prev, parameters, learning_rate=0.01):
    loss, cache = rnn_forward(X, Y, a_prev, parameters)
    gradients, a = rnn_backward(X, Y, parameters, cache)
    clipped = clip({name: g.copy() for name, g in gradients.items()}, 5)
    update_parameters(parameters, clipped, learning_rate)
    return loss, gradients, a[len(X) - 1]
