"""The network against the plain formulas, finite differences, and published figures."""

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import rnn_utils
from tests import plain_rnn

NAMES = ("Wax", "Waa", "Wya", "b", "by")
# Scale of the weights, and how far two orders of the same sums may drift apart. From 1 on the
# network is chaotic: each step multiplies the last one's rounding. At 10 almost all is saturated.
TOLERANCES = {0.01: 1e-11, 0.3: 1e-11, 1.0: 1e-6, 3.0: 1e-5, 10.0: 1e-5}


def draw_parameters(rng, n_a, n, scale):
    shapes = {"Wax": (n_a, n), "Waa": (n_a, n_a), "Wya": (n, n_a), "b": (n_a, 1), "by": (n, 1)}
    return {name: rng.standard_normal(shape) * scale for name, shape in shapes.items()}


@st.composite
def problems(draw, scales=tuple(TOLERANCES)):
    """A network and a name of any size, None anywhere in X, and the tolerance for them."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    n_a, n = draw(st.integers(1, 20)), draw(st.integers(2, 30))
    letters = st.integers(0, n - 1)
    Y = draw(st.lists(letters, min_size=1, max_size=25))
    X = draw(st.lists(st.none() | letters, min_size=len(Y), max_size=len(Y)))
    scale = draw(st.sampled_from(scales))
    parameters = draw_parameters(rng, n_a, n, scale)
    return X, Y, rng.uniform(-1, 1, (n_a, 1)), parameters, TOLERANCES[scale]


def run(helper, X, Y, a_prev, parameters):
    loss, cache = helper.rnn_forward(X, Y, a_prev, parameters)
    gradients, a = helper.rnn_backward(X, Y, parameters, cache)
    return loss, gradients, a


def assert_close(gradients, expected, tolerance):
    """Beside the largest of all entries: small ones are differences of large ones."""
    largest = max(np.abs(array).max() for array in expected.values())
    assert set(gradients) == {"d" + name for name in NAMES}
    for name, array in gradients.items():
        assert array.shape == expected[name].shape, name
        assert np.abs(array - expected[name]).max() <= tolerance * largest, name


@settings(deadline=None, max_examples=300)
@given(problems())
def test_equal_to_the_plain_formulas(problem):
    X, Y, a_prev, parameters, tolerance = problem
    loss, gradients, a = run(rnn_utils, X, Y, a_prev, parameters)
    with np.errstate(divide="ignore"):  # the plain loss is infinite where exp underflows
        plain_loss, plain_gradients, plain_a = run(plain_rnn, X, Y, a_prev, parameters)
    assert np.isfinite(loss)
    if np.isfinite(plain_loss):
        assert abs(loss - plain_loss) <= tolerance * (1 + plain_loss)
    assert_close(gradients, plain_gradients, tolerance)
    assert a.shape == (len(X), len(a_prev), 1)
    for t in range(len(X)):
        assert np.abs(a[t] - plain_a[t]).max() <= tolerance


@settings(deadline=None, max_examples=50)
@given(problems())
def test_single_steps_add_up_to_the_whole(problem):
    X, Y, a_prev, parameters, tolerance = problem
    _, whole, states = run(rnn_utils, X, Y, a_prev, parameters)
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
        given = gradients
        gradients = rnn_utils.rnn_step_backward(dy, given, parameters, x[t], a[t + 1], a[t])
        assert gradients is given
    del gradients["da_next"]
    assert_close(gradients, whole, tolerance)
    assert np.abs(np.array(a[1:]) - states).max() <= tolerance


@settings(deadline=None, max_examples=50)
@given(problems())
def test_inputs_stay_as_they_are(problem):
    X, Y, a_prev, parameters, _ = problem
    before = (list(X), list(Y), a_prev.copy(), {k: v.copy() for k, v in parameters.items()})
    _, cache = rnn_utils.rnn_forward(X, Y, a_prev, parameters)
    first, _ = rnn_utils.rnn_backward(X, Y, parameters, cache)
    again, _ = rnn_utils.rnn_backward(X, Y, parameters, cache)
    assert (X, Y) == before[:2]
    assert np.array_equal(a_prev, before[2])
    assert all(np.array_equal(parameters[name], before[3][name]) for name in NAMES)
    assert all(np.array_equal(first[name], again[name]) for name in first)


def slope(X, Y, a_prev, parameters, name, direction, step=1e-5):
    """Central difference of the loss along a direction of one array."""
    losses = []
    for sign in (1, -1):
        moved = {**parameters, name: parameters[name] + sign * step * direction}
        losses.append(rnn_utils.rnn_forward(X, Y, a_prev, moved)[0])
    return (losses[0] - losses[1]) / (2 * step)


@settings(deadline=None, max_examples=40)
@given(problems(scales=(0.01, 0.3)), st.integers(0, 2**32))
def test_gradients_against_finite_differences(problem, seed):
    """In a random direction, which no wrong entry escapes, and for one entry, to point at it."""
    *arguments, parameters, _ = problem
    rng = np.random.default_rng(seed)
    _, gradients, _ = run(rnn_utils, *arguments, parameters)
    for name in NAMES:
        shape = parameters[name].shape
        direction, entry = rng.standard_normal(shape), np.zeros(shape)
        entry.flat[rng.integers(entry.size)] = 1
        for along in (direction, entry):
            found = slope(*arguments, parameters, name, along)
            expected = (gradients["d" + name] * along).sum()
            assert found == pytest.approx(expected, rel=1e-5, abs=1e-6), name


def test_published_figures():
    """The exercise's expected values for one step of `optimize`, digit for digit."""
    np.random.seed(1)
    n_a, n = 100, 27
    a_prev = np.random.randn(n_a, 1)
    shapes = {"Wax": (n_a, n), "Waa": (n_a, n_a), "Wya": (n, n_a), "b": (n_a, 1), "by": (n, 1)}
    parameters = {name: np.random.randn(*shape) for name, shape in shapes.items()}
    X, Y = [12, 3, 5, 11, 22, 3], [4, 14, 11, 22, 25, 26]
    loss, gradients, a = run(rnn_utils, X, Y, a_prev, parameters)
    gradients = {name: np.clip(array, -5, 5) for name, array in gradients.items()}
    assert loss == pytest.approx(126.503975722, abs=1e-9)
    assert gradients["dWaa"][1][2] == pytest.approx(0.194709315347, abs=1e-12)
    assert np.argmax(gradients["dWax"]) == 93
    assert gradients["dWya"][1][2] == pytest.approx(-0.007773876032, abs=1e-12)
    assert gradients["db"][4] == pytest.approx(-0.06809825, abs=1e-8)
    assert gradients["dby"][1] == pytest.approx(0.01538192, abs=1e-8)
    assert a[len(X) - 1][4] == pytest.approx(-1)
    before = {name: array.copy() for name, array in parameters.items()}
    rnn_utils.update_parameters(parameters, gradients, 0.01)
    for name in NAMES:
        assert np.array_equal(parameters[name], before[name] - 0.01 * gradients["d" + name])


def test_a_certain_mistake_has_a_large_but_finite_loss():
    """exp(-2000) is 0 to a computer, and minus the log of 0 would be infinite."""
    parameters = draw_parameters(np.random.default_rng(0), 2, 3, 0.0)
    parameters["by"][:] = [[2000.0], [0.0], [0.0]]
    loss, gradients, _ = run(rnn_utils, [None], [1], np.zeros((2, 1)), parameters)
    assert loss == pytest.approx(2000)
    assert gradients["dby"].tolist() == [[1.0], [-1.0], [0.0]]


def test_steps_with_scores_far_apart_do_not_disturb_each_other():
    """All scores of the first step are near 2000, all of the second near -2000."""
    parameters = draw_parameters(np.random.default_rng(0), 1, 2, 0.0)
    parameters["Wax"][:] = [[100.0, -100.0]]
    parameters["Wya"][:] = [[2000.0], [2000.0]]
    loss, gradients, a = run(rnn_utils, [0, 1], [0, 0], np.zeros((1, 1)), parameters)
    assert a.ravel().tolist() == [1.0, -1.0]
    assert loss == pytest.approx(2 * np.log(2))
    assert gradients["dby"].tolist() == [[-1.0], [1.0]]


@settings(deadline=None)
@given(st.lists(st.floats(-1e4, 1e4), min_size=1, max_size=9), st.floats(-1e4, 1e4))
@example([1e308, 0.0], 0.0)
@example([-1e4, -1e4], 1e4)
def test_softmax(scores, shift):
    z = np.array(scores)[:, np.newaxis]
    probabilities = rnn_utils.softmax(z)
    assert probabilities.shape == z.shape
    assert np.isclose(probabilities.sum(), 1, rtol=1e-12)
    assert np.all(probabilities >= 0)
    assert np.allclose(rnn_utils.softmax(z + shift), probabilities, atol=1e-9)
    # Each column is an example of its own.
    for one, other in ((z, -z), (-z, z)):
        both = rnn_utils.softmax(np.hstack([one, other]))
        assert np.allclose(both[:, :1], rnn_utils.softmax(one), rtol=1e-12, atol=0)
    assert np.allclose(rnn_utils.softmax(z[:, 0]), probabilities[:, 0], rtol=1e-12, atol=0)


def test_softmax_keeps_the_ratios_of_the_exponentials():
    scores = np.log([[1.0], [2.0], [5.0]])
    assert np.allclose(rnn_utils.softmax(scores), [[0.125], [0.25], [0.625]], rtol=1e-14)


def test_initial_parameters_are_those_of_the_exercise():
    parameters = rnn_utils.initialize_parameters(4, 3, 2)
    np.random.seed(1)
    for name, shape in {"Wax": (4, 3), "Waa": (4, 4), "Wya": (2, 4)}.items():
        assert np.array_equal(parameters[name], np.random.randn(*shape) * 0.01)
    assert np.array_equal(parameters["b"], np.zeros((4, 1)))
    assert np.array_equal(parameters["by"], np.zeros((2, 1)))


def test_update_is_in_place():
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


def forward(**change):
    parameters = draw_parameters(np.random.default_rng(0), 3, 4, 1.0)
    parameters |= {name: change.pop(name) for name in NAMES if name in change}
    return rnn_utils.rnn_forward(**{**GOOD, **change}, parameters=parameters)


@pytest.mark.parametrize(
    ("change", "error", "message"),
    [
        ({"X": [], "Y": []}, ValueError, "X is empty: a name needs at least one step"),
        ({"Y": [1]}, ValueError, "X has 2 entries and Y has 1"),
        ({"X": [None, 4]}, IndexError, r"X\[1\] is 4, outside the vocabulary 0 to 3"),
        ({"X": [None, -1]}, IndexError, r"X\[1\] is -1, outside the vocabulary 0 to 3"),
        ({"Y": [1, 4]}, IndexError, r"Y\[1\] is 4, outside the vocabulary 0 to 3"),
        ({"Y": [-1, 0]}, IndexError, r"Y\[0\] is -1, outside the vocabulary 0 to 3"),
        ({"Y": [1, None]}, IndexError, "Y holds None: only X may"),
        ({"X": [None, 1.0]}, TypeError, r"X\[1\] is 1\.0, but an index is a whole number"),
        ({"Y": [np.float64(1), 0]}, TypeError, r"Y\[0\] is .*1\.0.* is a whole number"),
        ({"X": [None, "a"]}, TypeError, r"X\[1\] is 'a', but an index is a whole number"),
        ({"X": [None, [1]]}, TypeError, r"X\[1\] is \[1\], but an index is a whole number"),
        ({"a_prev": np.zeros(3)}, ValueError, r"a_prev has shape \(3,\).*\(3, 1\), a column"),
        ({"a_prev": np.zeros((2, 1))}, ValueError, r"a_prev has shape \(2, 1\).* 3 hidden units"),
        ({"a_prev": None}, ValueError, r"a_prev has shape \(\)"),
        # Wax gives n_a and by gives n_y, so the first array that disagrees with them is named.
        ({"Wax": np.zeros((5, 4))}, ValueError, r"Waa has shape \(3, 3\) and should have \(5, 5\)"),
        ({"Waa": np.zeros((3, 4))}, ValueError, r"Waa has shape \(3, 4\) and should have \(3, 3\)"),
        ({"Wya": np.zeros((3, 4))}, ValueError, r"Wya has shape \(3, 4\) and should have \(4, 3\)"),
        ({"b": np.zeros(3)}, ValueError, r"b has shape \(3,\) and should have \(3, 1\)"),
        ({"by": np.zeros((4, 2))}, ValueError, r"by has shape \(4, 2\) and should have \(4, 1\)"),
        ({"by": np.zeros((7, 1))}, ValueError, r"Wya has .* should have \(7, 3\).*by has \(7, 1\)"),
    ],
)
def test_bad_input_is_named(change, error, message):
    with pytest.raises(error, match="^" + message):
        forward(**change)


def test_backward_wants_the_same_name():
    parameters = draw_parameters(np.random.default_rng(0), 3, 4, 1.0)
    _, cache = rnn_utils.rnn_forward(**GOOD, parameters=parameters)
    for X, Y in (([None], [1]), ([None, 1], [1]), ([None], [1, 0])):
        with pytest.raises(ValueError, match=r"^rnn_backward got X of .*the cache holds 2 steps"):
            rnn_utils.rnn_backward(X, Y, parameters, cache)


@pytest.mark.parametrize(
    ("X", "Y"),
    [
        ([None, np.int64(1)], np.array([1, 0])),
        ((None, np.uint8(1)), (1, 0)),
        ([None, True], [True, False]),  # to Python, True is the whole number 1
    ],
    ids=["numpy", "tuples", "bool"],
)
def test_whole_numbers_of_any_kind_are_indices(X, Y):
    loss, cache = forward()
    same, same_cache = forward(X=X, Y=Y)
    assert same == loss
    assert all(np.array_equal(one, other) for one, other in zip(cache, same_cache, strict=True))
