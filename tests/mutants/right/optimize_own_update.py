# Updates in a loop of its own; a copy of a[-1] is the last hidden state.
def optimize(X, Y, a_prev, parameters, learning_rate=0.01):
    loss, cache = rnn_forward(X, Y, a_prev, parameters)
    gradients, a = rnn_backward(X, Y, parameters, cache)
    del cache
    gradients = clip(gradients, 5)
    for k in parameters:
        parameters[k] -= learning_rate * gradients["d" + k]
    return loss, gradients, a[-1].copy()
