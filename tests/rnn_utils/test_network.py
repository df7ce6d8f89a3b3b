"""The network against the plain formulas, finite differences, and published figures."""

import inspect
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import rnn_utils
from rnn_utils import network
from tests import plain_rnn

NAMES = ("Wax", "Waa", "Wya", "b", "by")


def draw_parameters(rng, n_a, n, scale):
    shapes = {"Wax": (n_a, n), "Waa": (n_a, n_a), "Wya": (n, n_a), "b": (n_a, 1), "by": (n, 1)}
    return {name: rng.standard_normal(shape) * scale for name, shape in shapes.items()}


@st.composite
def problems(draw):
    """A network of any size, gentle or saturated, and a name of any length."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    n_a, n = draw(st.integers(1, 20)), draw(st.integers(2, 30))
    letters = st.integers(0, n - 1)
    Y = draw(st.lists(letters, min_size=1, max_size=25))
    X = draw(st.lists(letters | st.none(), min_size=len(Y), max_size=len(Y)))
    parameters = draw_parameters(rng, n_a, n, draw(st.sampled_from([0.01, 0.3, 1.0, 3.0])))
    return X, Y, rng.uniform(-1, 1, (n_a, 1)), parameters


@settings(deadline=None, max_examples=300)
@given(problems())
def test_equal_to_the_plain_formulas(problem):
    X, Y, a_prev, parameters = problem
    loss, cache = rnn_utils.rnn_forward(X, Y, a_prev, parameters)
    gradients, a = rnn_utils.rnn_backward(X, Y, parameters, cache)
    with np.errstate(divide="ignore"):  # the plain loss is infinite where exp underflows
        plain_loss, plain_cache = plain_rnn.rnn_forward(X, Y, a_prev, parameters)
    plain_gradients, plain_a = plain_rnn.rnn_backward(X, Y, parameters, plain_cache)
    assert np.isfinite(loss)
    if np.isfinite(plain_loss):
        assert np.isclose(loss, plain_loss, rtol=1e-7)
    assert set(gradients) == set(plain_gradients)
    # Rounding noise grows where a large recurrent matrix is multiplied many times.
    scale = max(np.abs(array).max() for array in plain_gradients.values())
    for name, array in plain_gradients.items():
        assert gradients[name].shape == array.shape
        assert np.allclose(gradients[name], array, rtol=1e-6, atol=1e-8 * (1 + scale)), name
    assert a.shape == (len(X), len(a_prev), 1)
    assert np.allclose(a[len(X) - 1], plain_a[len(X) - 1], rtol=1e-6, atol=1e-6)


@settings(deadline=None, max_examples=50)
@given(problems())
def test_inputs_stay_as_they_are(problem):
    X, Y, a_prev, parameters = problem
    before = (list(X), list(Y), a_prev.copy(), {k: v.copy() for k, v in parameters.items()})
    _, cache = rnn_utils.rnn_forward(X, Y, a_prev, parameters)
    first, _ = rnn_utils.rnn_backward(X, Y, parameters, cache)
    again, _ = rnn_utils.rnn_backward(X, Y, parameters, cache)
    assert (X, Y) == before[:2]
    assert np.array_equal(a_prev, before[2])
    assert all(np.array_equal(parameters[name], before[3][name]) for name in NAMES)
    assert all(np.array_equal(first[name], again[name]) for name in first)


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 2**32), st.integers(1, 8), st.integers(2, 9), st.integers(1, 9))
def test_gradients_against_finite_differences(seed, n_a, n, steps):
    rng = np.random.default_rng(seed)
    parameters = draw_parameters(rng, n_a, n, 0.5)
    Y = [int(index) for index in rng.integers(n, size=steps)]
    X = [None, *Y[:-1]]
    a_prev = rng.uniform(-1, 1, (n_a, 1))
    _, cache = rnn_utils.rnn_forward(X, Y, a_prev, parameters)
    gradients, _ = rnn_utils.rnn_backward(X, Y, parameters, cache)
    step = 1e-5
    for name in NAMES:
        direction = rng.standard_normal(parameters[name].shape)
        losses = []
        for sign in (1, -1):
            moved = {**parameters, name: parameters[name] + sign * step * direction}
            losses.append(rnn_utils.rnn_forward(X, Y, a_prev, moved)[0])
        slope = (losses[0] - losses[1]) / (2 * step)
        assert np.isclose((gradients["d" + name] * direction).sum(), slope, rtol=1e-5, atol=1e-7)


@settings(deadline=None, max_examples=50)
@given(problems())
def test_single_steps_add_up_to_the_whole(problem):
    X, Y, a_prev, parameters = problem
    _, cache = rnn_utils.rnn_forward(X, Y, a_prev, parameters)
    whole, states = rnn_utils.rnn_backward(X, Y, parameters, cache)
    x, y_hat, a = [], [], [a_prev]
    for index in X:
        x.append(np.zeros((parameters["Wax"].shape[1], 1)))
        if index is not None:
            x[-1][index] = 1
        a_next, y = rnn_utils.rnn_step_forward(parameters, a[-1], x[-1])
        a.append(a_next)
        y_hat.append(y)
    gradients = {"d" + name: np.zeros_like(parameters[name]) for name in NAMES}
    gradients["da_next"] = np.zeros_like(a_prev)
    for t in reversed(range(len(X))):
        dy = y_hat[t].copy()
        dy[Y[t]] -= 1
        gradients = rnn_utils.rnn_step_backward(dy, gradients, parameters, x[t], a[t + 1], a[t])
    scale = max(np.abs(array).max() for array in whole.values())
    for name, array in whole.items():
        assert np.allclose(gradients[name], array, rtol=1e-6, atol=1e-8 * (1 + scale)), name
    assert np.allclose(np.array(a[1:]), states, rtol=1e-6, atol=1e-6)


def test_published_figures():
    """The seed's expected values for one optimisation step, digit for digit."""
    np.random.seed(1)
    n_a, n = 100, 27
    a_prev = np.random.randn(n_a, 1)
    parameters = {
        "Wax": np.random.randn(n_a, n),
        "Waa": np.random.randn(n_a, n_a),
        "Wya": np.random.randn(n, n_a),
        "b": np.random.randn(n_a, 1),
        "by": np.random.randn(n, 1),
    }
    X, Y = [12, 3, 5, 11, 22, 3], [4, 14, 11, 22, 25, 26]
    loss, cache = rnn_utils.rnn_forward(X, Y, a_prev, parameters)
    gradients, a = rnn_utils.rnn_backward(X, Y, parameters, cache)
    gradients = {name: np.clip(array, -5, 5) for name, array in gradients.items()}
    assert loss == pytest.approx(126.503975722, abs=1e-9)
    assert gradients["dWaa"][1][2] == pytest.approx(0.194709315347, abs=1e-12)
    assert np.argmax(gradients["dWax"]) == 93
    assert gradients["dWya"][1][2] == pytest.approx(-0.007773876032, abs=1e-12)
    assert gradients["db"][4] == pytest.approx(-0.06809825, abs=1e-8)
    assert gradients["dby"][1] == pytest.approx(0.01538192, abs=1e-8)
    assert a[5][4] == pytest.approx(-1)


def test_a_certain_mistake_has_a_large_but_finite_loss():
    parameters = draw_parameters(np.random.default_rng(0), 2, 3, 0.0)
    parameters["by"][:] = [[2000.0], [0.0], [0.0]]
    loss, _ = rnn_utils.rnn_forward([None], [1], np.zeros((2, 1)), parameters)
    assert loss == pytest.approx(2000)


@settings(deadline=None)
@given(st.lists(st.floats(-1e4, 1e4), min_size=1, max_size=9), st.floats(-1e4, 1e4))
def test_softmax(scores, shift):
    z = np.array(scores)[:, np.newaxis]
    probabilities = rnn_utils.softmax(z)
    assert probabilities.shape == z.shape
    assert np.isclose(probabilities.sum(), 1)
    assert np.all(probabilities >= 0)
    assert np.allclose(rnn_utils.softmax(z + shift), probabilities, atol=1e-9)
    two_columns = rnn_utils.softmax(np.hstack([z, z + shift]))
    assert np.allclose(two_columns, np.hstack([probabilities, probabilities]), atol=1e-9)


def test_initial_parameters_are_those_of_the_exercise():
    parameters = rnn_utils.initialize_parameters(4, 3, 2)
    np.random.seed(1)
    for name, shape in {"Wax": (4, 3), "Waa": (4, 4), "Wya": (2, 4)}.items():
        assert np.array_equal(parameters[name], np.random.randn(*shape) * 0.01)
    assert np.array_equal(parameters["b"], np.zeros((4, 1)))
    assert np.array_equal(parameters["by"], np.zeros((2, 1)))


def test_update_is_in_place_and_downhill():
    rng = np.random.default_rng(0)
    parameters = draw_parameters(rng, 3, 4, 1.0)
    arrays = dict(parameters)
    gradients = {"d" + name: rng.standard_normal(a.shape) for name, a in parameters.items()}
    expected = {name: a - 0.1 * gradients["d" + name] for name, a in parameters.items()}
    assert rnn_utils.update_parameters(parameters, gradients, 0.1) is parameters
    for name in NAMES:
        assert parameters[name] is arrays[name]
        assert np.array_equal(parameters[name], expected[name])


GOOD = {"X": [None, 1], "Y": [1, 0], "a_prev": np.zeros((3, 1))}


@pytest.mark.parametrize(
    ("change", "error", "message"),
    [
        ({"X": [], "Y": []}, ValueError, "X is empty"),
        ({"Y": [1]}, ValueError, "X has 2 entries and Y has 1"),
        ({"X": [None, 4]}, IndexError, r"X\[1\] is 4, outside the vocabulary 0 to 3"),
        ({"X": [None, -1]}, IndexError, r"X\[1\] is -1, outside"),
        ({"Y": [1, 4]}, IndexError, r"Y\[1\] is 4, outside the vocabulary 0 to 3"),
        ({"Y": [-1, 0]}, IndexError, r"Y\[0\] is -1, outside"),
        ({"Y": [1, None]}, IndexError, "Y holds None"),
        ({"X": [None, 1.0]}, IndexError, "only integers"),
        ({"a_prev": np.zeros(3)}, ValueError, r"a_prev has shape \(3,\).*\(3, 1\), a column"),
        ({"a_prev": np.zeros((2, 1))}, ValueError, r"a_prev has shape \(2, 1\)"),
    ],
)
def test_bad_input_is_named(change, error, message):
    parameters = draw_parameters(np.random.default_rng(0), 3, 4, 1.0)
    arguments = {**GOOD, **change}
    with pytest.raises(error, match=message):
        rnn_utils.rnn_forward(**arguments, parameters=parameters)


@pytest.mark.parametrize("name", ["Waa", "Wya", "b", "by"])
def test_an_array_that_does_not_fit_is_named(name):
    parameters = draw_parameters(np.random.default_rng(0), 3, 4, 1.0)
    parameters[name] = np.zeros((7, 7))
    with pytest.raises(ValueError, match=f"^{'Wya' if name == 'by' else name} has shape"):
        rnn_utils.rnn_forward(**GOOD, parameters=parameters)


def test_backward_wants_the_same_name():
    parameters = draw_parameters(np.random.default_rng(0), 3, 4, 1.0)
    _, cache = rnn_utils.rnn_forward(**GOOD, parameters=parameters)
    with pytest.raises(ValueError, match="cache holds 2 steps"):
        rnn_utils.rnn_backward([None], [1], parameters, cache)


def test_numpy_integers_are_indices():
    parameters = draw_parameters(np.random.default_rng(0), 3, 4, 1.0)
    loss, _ = rnn_utils.rnn_forward(**GOOD, parameters=parameters)
    X, Y = [None, np.int64(1)], np.array([1, 0])
    same, _ = rnn_utils.rnn_forward(X, Y, GOOD["a_prev"], parameters)
    assert loss == same


@pytest.mark.parametrize("name", rnn_utils.__all__)
def test_public_functions_are_documented(name):
    text = inspect.getdoc(getattr(rnn_utils, name))
    assert "Parameters\n----------" in text
    if name not in ("print_sample",):
        assert any(word in text for word in ("Returns\n-------", "Yields\n------"))


def test_modules_are_short_enough_to_read():
    modules = Path(network.__file__).parent.rglob("*.py")
    sizes = {path.name: len(path.read_text().splitlines()) for path in modules}
    assert max(sizes.values()) <= 300, sizes
