"""Mistakes in `optimize`, recognised by the wrong numbers that they give."""

import inspect

import numpy as np

from rnn_utils.network import rnn_backward, rnn_forward


def wrong_loss(loss, X, Y, a_prev, parameters, rate):
    """Return the problem and likely reason of a wrong `loss`."""
    right, cache = rnn_forward(X, Y, a_prev, parameters)
    gradients, _ = rnn_backward(X, Y, parameters, cache)
    moved = {name: array - rate * gradients["d" + name] for name, array in parameters.items()}
    zeros = np.zeros_like(a_prev)
    candidates = [
        (
            "The loss is averaged over the steps; it should be their sum.",
            "it was divided by len(X): return the loss of rnn_forward as it is.",
            right / len(X),
        ),
        (
            "The loss was measured after the update; measure it before.",
            "the loss of the first rnn_forward was replaced by a second one.",
            rnn_forward(X, Y, a_prev, moved)[0],
        ),
        (
            "The network starts from a zero hidden state, not from a_prev.",
            "pass the argument a_prev to rnn_forward as it came in.",
            rnn_forward(X, Y, zeros, parameters)[0],
        ),
        (
            "The first step, whose input is None, is left out.",
            "pass X and Y to rnn_forward as they are: it knows that None is the zero vector.",
            rnn_forward(X[1:], Y[1:], a_prev, parameters)[0],
        ),
        (
            "The network reads Y; it should read X.",
            "the first argument of rnn_forward and rnn_backward is X, the second Y.",
            rnn_forward(Y, Y, a_prev, parameters)[0],
        ),
    ]
    for problem, reason, imitated in candidates:
        if np.isclose(loss, imitated):
            return problem, reason
    return (
        "The loss is not the one that rnn_forward measures.",
        "the arguments: rnn_forward(X, Y, a_prev, parameters), once, before the update.",
    )


def wrong_state(a_last, states, a_prev):
    """Return the problem and likely reason of a wrong last state."""
    if np.shape(a_last) == states.shape:
        return (
            "All hidden states are returned; it should be the last one.",
            "a holds the states of all steps: a[len(X) - 1] is the last.",
        )
    if np.shape(a_last) != a_prev.shape:
        return "The hidden state came back in another shape.", "a[len(X) - 1] is a column."
    for problem, imitated in (
        ("The hidden state that came in, a_prev, is returned.", a_prev),
        ("The first hidden state, a[0], is returned; it should be the last.", states[0]),
        ("The last hidden state but one is returned: one too early.", states[-2]),
    ):
        if np.allclose(a_last, imitated):
            return problem, "a[len(X) - 1] is the state after the last step, for the next name."
    return "The hidden state returned is not the last one.", "it is a[len(X) - 1]."


def wrong_step(optimize, steps, expected, rate, length):
    """Return the problem and likely reason of steps that are not rate times gradient.

    Parameters
    ----------
    optimize : callable
        The student's function.
    steps, expected : dict of str to ndarray
        How much was subtracted from each parameter, and how much should have been.
    rate : float
        The learning rate.
    length : int
        Number of steps in time.
    """
    still = [name for name in steps if not np.any(steps[name])]
    if len(still) == len(steps):
        # The likely reason depends on whether the code uses update_parameters.
        code = getattr(inspect.unwrap(optimize), "__code__", None)
        if code and "update_parameters" in code.co_names:
            return (
                "The parameters are as before: a copy was updated.",
                "update_parameters got another dictionary than the one that came in; give it "
                "parameters itself.",
            )
        return (
            "The parameters are as before: update_parameters is not called.",
            "the fourth move is missing. If you update by hand: Wax = Wax - ... makes a new array "
            "that nobody else sees, parameters['Wax'] -= ... changes the one in the dictionary.",
        )
    if still:
        return (
            f"{' and '.join(still)} did not move, while others did.",
            "all five parameters are updated; update_parameters does them all.",
        )
    factor = np.vdot(steps["by"], expected["by"]) / np.vdot(expected["by"], expected["by"])
    if not all(np.allclose(steps[name], factor * expected[name]) for name in steps):
        return (
            "The parameters did not move by learning_rate times gradient.",
            "one call of update_parameters, with the gradients that you return.",
        )
    known = {
        -1: (
            "The parameters moved uphill: the gradient was added.",
            "a step goes against the gradient: minus learning_rate times gradient.",
        ),
        2: (
            "The update was made twice.",
            "update_parameters changes the parameters each time that it is called.",
        ),
        1 / length: (
            "The step is divided by the number of letters.",
            "the step is learning_rate times gradient, however long the name is.",
        ),
        0.01 / rate: (
            "The step uses 0.01; it should use the argument learning_rate.",
            "pass learning_rate on to update_parameters.",
        ),
    }
    for value, words in known.items():
        if np.isclose(factor, value):
            return words
    return (
        f"The step is {factor:.4g} times as long as it should be.",
        "it should be learning_rate times gradient.",
    )


def wrong_clipping(gradients, steps, raw):
    """Return the problem and likely reason of gradients or steps that are not clipped at 5.

    Parameters
    ----------
    gradients, steps : dict of str to ndarray
        The result, and how much was subtracted from each parameter at a learning rate of 0.1.
    raw : dict of str to ndarray
        The gradients before clipping.
    """
    largest = max(np.abs(array).max() for array in gradients.values())
    norm = np.sqrt(sum((array**2).sum() for array in raw.values()))

    def returned(change):
        return all(np.allclose(gradients[name], change(raw[name])) for name in raw)

    def moved_by(change):
        return all(np.allclose(steps[name[1:]], 0.1 * change(raw[name])) for name in raw)

    def clipped(array):
        return np.clip(array, -5, 5)

    if returned(clipped) and moved_by(lambda array: array):
        return (
            "The update came before the clipping, with unclipped gradients.",
            "the order is forward, backward, clip, update.",
        )
    if returned(lambda array: array) and moved_by(clipped):
        return (
            "The gradients returned are those from before the clipping.",
            "return what clip returned: gradients = clip(gradients, 5).",
        )
    if largest > 5 and returned(lambda array: array):
        return (
            "The gradients are not clipped.",
            "clip(gradients, 5) is missing between rnn_backward and update_parameters, or what it "
            "returns is not used.",
        )
    if returned(clipped):
        return (
            "The gradients are clipped, but the parameters did not move by 0.1 times them.",
            "update_parameters comes once, after clip, with the clipped gradients and "
            "learning_rate.",
        )
    if returned(lambda array: array * 5 / norm):
        return (
            "The gradients were shrunk by their norm; limit every element at 5.",
            "call your clip(gradients, 5).",
        )
    if returned(lambda array: np.clip(array, -largest, largest)):
        return (
            f"The gradients are clipped at {largest:.4g}; it should be at 5.",
            "the second argument of clip: clip(gradients, 5).",
        )
    return (
        "The gradients are not those of rnn_backward, clipped at 5.",
        "do the checks of clip pass? If so: rnn_backward(X, Y, parameters, cache), then "
        "gradients = clip(gradients, 5), then the update.",
    )
