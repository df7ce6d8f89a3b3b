# Shrinks all gradients together when their norm is above 5.
# loses: test-optimize-clipping
# message: shrunk by their norm
def optimize(X, Y, a_prev, parameters, learning_rate=0.01):
    loss, cache = rnn_forward(X, Y, a_prev, parameters)
    gradients, a = rnn_backward(X, Y, parameters, cache)
    norm = np.sqrt(sum(np.sum(g * g) for g in gradients.values()))
    if norm > 5:
        gradients = {name: g * 5 / norm for name, g in gradients.items()}
    update_parameters(parameters, gradients, learning_rate)
    return loss, gradients, a[len(X) - 1]
