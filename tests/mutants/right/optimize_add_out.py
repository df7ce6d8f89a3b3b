# np.add with out=, one parameter a line.
def optimize(X, Y, a_prev, parameters, learning_rate=0.01):
    loss, cache = rnn_forward(X, Y, a_prev, parameters)
    gradients, a = rnn_backward(X, Y, parameters, cache)
    gradients = clip(gradients, maxValue=5)
    np.add(parameters["Wax"], -learning_rate * gradients["dWax"], out=parameters["Wax"])
    np.add(parameters["Waa"], -learning_rate * gradients["dWaa"], out=parameters["Waa"])
    np.add(parameters["Wya"], -learning_rate * gradients["dWya"], out=parameters["Wya"])
    np.add(parameters["b"], -learning_rate * gradients["db"], out=parameters["b"])
    np.add(parameters["by"], -learning_rate * gradients["dby"], out=parameters["by"])
    return loss, gradients, a[len(X) - 1]
