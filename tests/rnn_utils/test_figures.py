"""The figures show what their captions say."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rnn_utils import figures, initialize_parameters

START, RATE, STEPS = (4.5, -2.0), 0.1, 60


@settings(deadline=None)
@given(st.floats(3.8, 5.6), st.floats(-1.5, 0.3))
def test_the_cliffs_gradient_against_finite_differences(w, b):
    """On the gentle side; on the cliff itself no step is small enough."""
    step = 1e-6
    slopes = [
        (figures.cliff_loss(w + step, b) - figures.cliff_loss(w - step, b)) / (2 * step),
        (figures.cliff_loss(w, b + step) - figures.cliff_loss(w, b - step)) / (2 * step),
    ]
    assert np.allclose(figures.cliff_gradient(w, b), slopes, rtol=1e-3, atol=1e-6)


def test_clipping_keeps_the_descent_near_the_bottom():
    """What figure 2 claims: without clipping one step flings the path far up the slope."""
    wild = figures.cliff_descent(START, RATE, STEPS)
    tame = figures.cliff_descent(START, RATE, STEPS, limit=1.0)
    assert np.abs(np.diff(wild, axis=0)).max() > 1
    assert np.abs(np.diff(tame, axis=0)).max() <= RATE + 1e-12
    assert figures.cliff_loss(*wild[-1]) > 5 * figures.cliff_loss(*tame[-1])
    # Both touch the cliff: a derivative beyond the limit was met.
    for path in (wild, tame):
        assert max(np.abs(figures.cliff_gradient(*point)).max() for point in path) > 1


def texts(figure):
    return [text.get_text() for axes in figure.axes for text in axes.texts]


def test_the_unrolled_network_spells_the_name():
    shown = " ".join(texts(figures.unrolled("rex")))
    for target in ("should be r", "should be e", "should be x", "should be \u21b5"):
        assert target in shown
    drawn = figures.unrolled("rex", sampling=True)
    assert "drawn: \u21b5" in " ".join(texts(drawn))


def test_the_reading_figure_shows_probabilities():
    char_to_ix = {"\n": 0, "a": 1, "b": 2}
    figure = figures.next_letters(initialize_parameters(4, 3, 3), "ab", char_to_ix)
    (image,) = figure.axes[0].images
    shown = np.asarray(image.get_array())
    assert shown.shape == (3, 3)
    assert np.allclose(shown.sum(axis=0), 1)
    assert np.allclose(shown, 1 / 3, atol=1e-3)  # small weights: everything is as likely
    (dots,) = figure.axes[0].lines
    assert list(dots.get_ydata()) == [1, 2, 0]
    assert [t.get_text() for t in figure.axes[0].get_xticklabels()] == ["start", "a", "b"]


def test_figures_of_long_names_and_large_alphabets_stay_of_a_size():
    char_to_ix = {"\n": 0, **{chr(0x400 + index): index + 1 for index in range(250)}}
    figure = figures.next_letters(initialize_parameters(2, 251, 251), chr(0x400) * 200, char_to_ix)
    assert max(figure.get_size_inches()) <= 16


@pytest.mark.parametrize("draw", [figures.cliff, lambda: figures.unrolled("rex")])
def test_no_figure_is_left_open(draw):
    import matplotlib.pyplot as plt

    before = plt.get_fignums()
    draw()
    assert plt.get_fignums() == before
