# Leaves the equations to rnn_step_forward and returns an array of integers.
from rnn_utils import rnn_step_forward


def sample(parameters, char_to_ix, seed):
    n_a, n_x = parameters["Wax"].shape
    x = np.zeros((n_x, 1))
    a_prev = np.zeros((n_a, 1))
    indices = []
    idx = None
    counter = 0
    while idx != char_to_ix["\n"] and counter < 50:
        a_prev, y_hat = rnn_step_forward(parameters, a_prev, x)
        np.random.seed(counter + seed)
        idx = np.random.choice(n_x, p=y_hat.flatten())
        indices.append(idx)
        x = (np.arange(n_x) == idx).astype(float).reshape(n_x, 1)
        seed += 1
        counter += 1
    if counter == 50:
        indices.append(char_to_ix["\n"])
    return np.array(indices)
