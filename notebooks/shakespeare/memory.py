"""How far a network remembers: gradients that travel back through time."""

import machine
import numpy as np
from machine import keras


def gradients_back(model, indices, reach=100, count=256, seed=0):
    """How much the surprise at a letter depends on what the network kept in mind earlier.

    The network reads `count` places of a text. At the end of each, the gradient of the surprise by
    the network's states is taken, and carried back step by step, as in training.

    Parameters
    ----------
    model : keras.Model
        From `machine.build`.
    indices : ndarray of int, shape (N,)
        A text, longer than twice `reach`.
    reach : int
        How many steps to go back.
    count : int
        Number of places.
    seed : int
        Chooses the places.

    Returns
    -------
    ndarray of float, shape (reach,)
        Lengths of the gradients, the mean over all places; entry k belongs to the states k + 1
        steps before the surprise.

    Raises
    ------
    ValueError
        If Keras does not run on JAX.
    """
    if keras.backend.backend() != "jax":
        raise ValueError(
            "Carrying gradients back by hand needs Keras on JAX: restart with KERAS_BACKEND=jax."
        )
    import jax  # only here, so that all the rest runs on any backend

    with_states = machine.with_states(model)
    weights = [weight.value for weight in with_states.trainable_variables]
    others = [variable.value for variable in with_states.non_trainable_variables]

    def step(states, letters):
        outputs, _ = with_states.stateless_call(weights, others, [letters[:, None], *states])
        return outputs[1:], outputs[0][:, 0]

    @jax.jit
    def last_gradient(states, letters, targets):
        def surprise(states):
            log_p = jax.nn.log_softmax(step(states, letters)[1])
            return -log_p[np.arange(count), targets].sum()

        return jax.grad(surprise)(states)

    @jax.jit
    def one_step_back(states, letters, gradient):
        # The transposed matrix of all derivatives of one step, times the gradient.
        _, pull_back = jax.vjp(lambda states: step(states, letters)[0], states)
        return pull_back(gradient)[0]

    length = 2 * reach  # the first half to get into the text
    starts = np.random.default_rng(seed).integers(len(indices) - length, size=count)
    x = np.asarray(indices)[starts[:, None] + np.arange(length + 1)]
    states = [machine.zero_states(model, count)]
    forward = jax.jit(step)
    for t in range(length - 1):
        states.append(list(forward(states[-1], x[:, t])[0]))

    gradient = last_gradient(states[-1], x[:, -2], x[:, -1])
    lengths = []
    for t in range(length - 2, length - 2 - reach, -1):
        lengths.append(np.linalg.norm(np.concatenate(gradient, axis=1), axis=1).mean())
        gradient = one_step_back(states[t], x[:, t], gradient)
    return np.array(lengths)
