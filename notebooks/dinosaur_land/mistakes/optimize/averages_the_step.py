# Divides the step by the length of the name.
# loses: test-optimize-update test-optimize-clipping
# message: divided by the number of letters
def optimize(X, Y, a_prev, parameters, learning_rate=0.01):
    loss, cache = rnn_forward(X, Y, a_prev, parameters)
    gradients, a = rnn_backward(X, Y, parameters, cache)
    gradients = clip(gradients, 5)
    update_parameters(parameters, gradients, learning_rate / len(X))
    return loss, gradients, a[len(X) - 1]
