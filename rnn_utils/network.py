"""The recurrent network: forward pass, backward pass and gradient descent.

Shapes in this module: ``T`` characters in a name, ``n_x`` = ``n_y`` characters in the
vocabulary, ``n_a`` hidden units. ``Wax (n_a, n_x)``, ``Waa (n_a, n_a)``, ``Wya (n_y, n_a)``,
``b (n_a, 1)``, ``by (n_y, 1)``.

One step computes::

    a(t+1)    = tanh(Wax x(t) + Waa a(t) + b)      (1)
    z(t+1)    = Wya a(t+1) + by                    (2)
    yhat(t+1) = softmax(z(t+1))                    (3)

Only equation (1) needs the result of the step before. ``rnn_forward`` and ``rnn_backward``
therefore loop over time for (1) only and compute the rest of the whole name in one matrix product.
``rnn_step_forward`` and ``rnn_step_backward`` compute one step, in the form of the equations.
"""

import operator

import numpy as np


def softmax(z):
    """Return scores as probabilities, equation (3).

    Parameters
    ----------
    z : ndarray of float, shape (n_y, m) or (n_y,)
        Scores, one column for each example.

    Returns
    -------
    ndarray of float, shape of `z`
        Positive numbers; the sum of each column is 1.
    """
    # exp(1000) overflows. Subtracting the largest score leaves the probabilities the same.
    exponentials = np.exp(z - np.max(z, axis=0))
    return exponentials / exponentials.sum(axis=0)


def initialize_parameters(n_a, n_x, n_y):
    """Return small random weights and zero biases.

    The exercise fixes the global seed here (``np.random.seed(1)``) and the order of the draws,
    so that all students start from the same network.

    Parameters
    ----------
    n_a, n_x, n_y : int
        Number of hidden units, of inputs and of outputs.

    Returns
    -------
    dict of str to ndarray of float64
        ``Wax (n_a, n_x)``, ``Waa (n_a, n_a)``, ``Wya (n_y, n_a)``, ``b (n_a, 1)``, ``by (n_y, 1)``.
    """
    np.random.seed(1)
    Wax = np.random.randn(n_a, n_x) * 0.01
    Waa = np.random.randn(n_a, n_a) * 0.01
    Wya = np.random.randn(n_y, n_a) * 0.01
    return {"Wax": Wax, "Waa": Waa, "Wya": Wya, "b": np.zeros((n_a, 1)), "by": np.zeros((n_y, 1))}


def rnn_step_forward(parameters, a_prev, x):
    """Compute one step of the network, equations (1) to (3).

    Parameters
    ----------
    parameters : dict of str to ndarray
        The five arrays of the network, see the top of this module.
    a_prev : ndarray of float, shape (n_a, 1)
        Hidden state before the step.
    x : ndarray of float, shape (n_x, 1)
        Input: a one-hot column, or zeros.

    Returns
    -------
    a_next : ndarray of float, shape (n_a, 1)
        Hidden state after the step.
    y_hat : ndarray of float, shape (n_y, 1)
        Probability of each character to be the next one.
    """
    Wax, Waa, Wya = parameters["Wax"], parameters["Waa"], parameters["Wya"]
    a_next = np.tanh(Wax @ x + Waa @ a_prev + parameters["b"])
    y_hat = softmax(Wya @ a_next + parameters["by"])
    return a_next, y_hat


def rnn_step_backward(dy, gradients, parameters, x, a, a_prev):
    """Apply the chain rule to one step and add the result to `gradients`, in place.

    Parameters
    ----------
    dy : ndarray of float, shape (n_y, 1)
        Derivative of the loss by the scores z: ``y_hat`` minus the one-hot column of the target.
    gradients : dict of str to ndarray
        ``dWax, dWaa, dWya, db, dby`` in the shapes of the parameters, and ``da_next (n_a, 1)``,
        the derivative of the later steps' loss by `a`.
    parameters : dict of str to ndarray
        The five arrays of the network.
    x : ndarray of float, shape (n_x, 1)
        Input of this step.
    a, a_prev : ndarray of float, shape (n_a, 1)
        Hidden state after and before this step.

    Returns
    -------
    dict of str to ndarray
        `gradients`; its ``da_next`` is now the derivative by `a_prev`.
    """
    da = parameters["Wya"].T @ dy + gradients["da_next"]
    dz = (1 - a**2) * da  # the derivative of tanh is 1 - tanh^2
    gradients["dWya"] += dy @ a.T
    gradients["dby"] += dy
    gradients["dWax"] += dz @ x.T
    gradients["dWaa"] += dz @ a_prev.T
    gradients["db"] += dz
    gradients["da_next"] = parameters["Waa"].T @ dz
    return gradients


def rnn_forward(X, Y, a_prev, parameters):
    """Return the loss of the network on one name, and what the backward pass needs.

    Parameters
    ----------
    X : list of int or None, length T
        Indices of the input characters. None means the zero vector: no character before.
    Y : list of int, length T
        Indices of the next characters, which the network should predict.
    a_prev : ndarray of float, shape (n_a, 1)
        Hidden state before the first step.
    parameters : dict of str to ndarray
        The five arrays of the network.

    Returns
    -------
    loss : float
        Sum of the cross-entropies of the T steps, in nats.
    cache : tuple
        ``(y_hat (T, n_y), states (T + 1, n_a), x (T, n_x), y (T, n_y))`` for `rnn_backward`: the
        first state is `a_prev`, x and y are the one-hot rows of `X` and `Y`.

    Raises
    ------
    ValueError
        If `X` is empty, `X` and `Y` differ in length, or shapes do not fit.
    IndexError
        If an index is outside of the vocabulary, or `Y` has a None.
    TypeError
        If an index is not a whole number.
    """
    Wax, Waa, Wya = parameters["Wax"], parameters["Waa"], parameters["Wya"]
    _require_fitting_shapes(parameters, a_prev)
    _require_targets(X, Y)
    x = _one_hot_rows(X, Wax.shape[1], "X")
    y = _one_hot_rows(Y, Wya.shape[0], "Y")

    # The part of (1) that needs no earlier step, then the loop for the part that does.
    states = np.empty((len(X) + 1, len(Waa)))
    states[0] = before = a_prev[:, 0]
    a = states[1:]  # (T, n_a)
    np.add(x.dot(Wax.T), parameters["b"].T, out=a)
    for state in a:
        state += Waa.dot(before)
        before = np.tanh(state, out=state)

    z = a.dot(Wya.T) + parameters["by"].T  # (T, n_y)
    z -= z.max(axis=1, keepdims=True)
    exponentials = np.exp(z)
    totals = exponentials.sum(axis=1, keepdims=True)
    # -log(softmax) in this form is finite where exp underflows. The product with y selects and
    # adds the targets' values.
    loss = np.vdot(y, np.log(totals) - z)
    return loss, (exponentials / totals, states, x, y)


def rnn_backward(X, Y, parameters, cache):
    """Return the gradients of the loss, by backpropagation through time.

    Parameters
    ----------
    X, Y : list of int
        The same as in `rnn_forward`, length T.
    parameters : dict of str to ndarray
        The five arrays of the network, unchanged since `rnn_forward`.
    cache : tuple
        What `rnn_forward` returned.

    Returns
    -------
    gradients : dict of str to ndarray of float
        ``dWax, dWaa, dWya, db, dby`` in the shapes of the parameters.
    a : ndarray of float, shape (T, n_a, 1)
        All hidden states; ``a[len(X) - 1]`` is the last.

    Raises
    ------
    ValueError
        If `X` or `Y` is not as long as in the call of `rnn_forward`.
    """
    y_hat, states, x, y = cache
    a, a_before = states[1:], states[:-1]  # (T, n_a)
    if not len(X) == len(Y) == len(a):
        raise ValueError(
            f"rnn_backward got X of length {len(X)} and Y of length {len(Y)}, but the cache holds "
            f"{len(a)} steps: pass the same X and Y as to rnn_forward."
        )
    Waa, Wya = parameters["Waa"], parameters["Wya"]

    dy = y_hat - y  # (T, n_y), the derivative by the scores z
    dz = dy.dot(Wya)  # (T, n_a), the loop turns each row into the derivative inside tanh
    slopes = 1 - a * a
    from_later = np.zeros(len(Waa))
    for row, slope in zip(dz[::-1], slopes[::-1], strict=True):
        row += from_later
        row *= slope
        from_later = row.dot(Waa)

    gradients = {
        "dWax": dz.T.dot(x),
        "dWaa": dz.T.dot(a_before),
        "dWya": dy.T.dot(a),
        "db": dz.sum(axis=0)[:, np.newaxis],
        "dby": dy.sum(axis=0)[:, np.newaxis],
    }
    return gradients, a[:, :, np.newaxis]


def update_parameters(parameters, gradients, learning_rate):
    """Subtract `learning_rate` times its gradient from each parameter, in place.

    Parameters
    ----------
    parameters : dict of str to ndarray
        ``Wax, Waa, Wya, b, by``.
    gradients : dict of str to ndarray
        ``dWax, dWaa, dWya, db, dby`` in the same shapes.
    learning_rate : float
        Factor of the gradients.

    Returns
    -------
    dict of str to ndarray
        `parameters` itself.
    """
    for name in ("Wax", "Waa", "Wya", "b", "by"):
        parameters[name] -= learning_rate * gradients["d" + name]
    return parameters


def _require_fitting_shapes(parameters, a_prev):
    """Raise ValueError if the shapes of the parameters and the state do not fit together."""
    n_a, n_x = parameters["Wax"].shape
    n_y = len(parameters["by"])
    expected = {"Waa": (n_a, n_a), "Wya": (n_y, n_a), "b": (n_a, 1), "by": (n_y, 1)}
    for name, shape in expected.items():
        if parameters[name].shape != shape:
            raise ValueError(
                f"{name} has shape {parameters[name].shape} and should have {shape}, since Wax has "
                f"{(n_a, n_x)} and by has {parameters['by'].shape}."
            )
    if np.shape(a_prev) != (n_a, 1):
        raise ValueError(
            f"a_prev has shape {np.shape(a_prev)}, but the network has {n_a} hidden units: "
            f"it should be {(n_a, 1)}, a column."
        )


def _require_targets(X, Y):
    """Raise an error if `X` is empty, or `Y` does not have one index for each entry of `X`."""
    if len(X) == 0:
        raise ValueError("X is empty: a name needs at least one step, X = [None] for the first.")
    if len(X) != len(Y):
        raise ValueError(
            f"X has {len(X)} entries and Y has {len(Y)}: each input needs the one character "
            "that should follow it."
        )
    if None in Y:
        raise IndexError("Y holds None: only X may, where nothing has been read yet.")


def _one_hot_rows(indices, size, name):
    """Return one row for each step: zeros and a 1 at the index, or only zeros for None."""
    rows = np.zeros((len(indices), size))
    for t, entry in enumerate(indices):
        if entry is None:
            continue
        try:
            index = operator.index(entry)
        except TypeError:
            raise TypeError(f"{name}[{t}] is {entry!r}, but an index is a whole number.") from None
        if not 0 <= index < size:
            raise IndexError(f"{name}[{t}] is {index}, outside the vocabulary 0 to {size - 1}.")
        rows[t, index] = 1
    return rows
