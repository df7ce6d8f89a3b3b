# Clips with np.clip, without the function clip, and limits the update's gradients once more.
def optimize(X, Y, a_prev, parameters, learning_rate=0.01):
    current_loss, cache = rnn_forward(X, Y, a_prev, parameters)
    grads, states = rnn_backward(X, Y, parameters, cache)
    grads = {name: np.clip(grad, -5, 5) for name, grad in grads.items()}
    parameters = update_parameters(parameters, clip(grads, 5.0), learning_rate)
    return current_loss, grads, states[len(Y) - 1]
