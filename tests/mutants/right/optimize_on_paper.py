# Both passes written out with the helpers for one step.
from rnn_utils import rnn_step_backward, rnn_step_forward


def optimize(X, Y, a_prev, parameters, learning_rate=0.01):
    n_x = parameters["Wax"].shape[1]
    xs, states, outputs = [], [a_prev], []
    loss = 0
    for index, target in zip(X, Y):
        x = np.zeros((n_x, 1))
        if index is not None:
            x[index] = 1
        a, y_hat = rnn_step_forward(parameters, states[-1], x)
        loss -= np.log(y_hat[target, 0])
        xs.append(x)
        states.append(a)
        outputs.append(y_hat)
    gradients = {"d" + name: np.zeros_like(array) for name, array in parameters.items()}
    gradients["da_next"] = np.zeros_like(a_prev)
    for t in reversed(range(len(X))):
        dy = outputs[t].copy()
        dy[Y[t]] -= 1
        rnn_step_backward(dy, gradients, parameters, xs[t], states[t + 1], states[t])
    del gradients["da_next"]
    gradients = clip(gradients, 5)
    update_parameters(parameters, gradients, learning_rate)
    return loss, gradients, states[-1]
