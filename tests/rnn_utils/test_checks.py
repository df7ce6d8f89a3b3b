"""The visible checks: silent about right work, to the point about wrong."""

import numpy as np
import pytest

from rnn_utils import checks
from rnn_utils.checks import (
    _lstm_mistakes,
    _lstm_rules,
    _temperature_mistakes,
)
from rnn_utils.checks import sample_with_temperature as temperature_checks
from rnn_utils.checks._report import WIDTH
from tests.instructor import ASSIGNMENTS, exercise_of, solutions

NAMES = [name for name in checks.__all__ if name != "CheckFailed"]


@pytest.fixture(scope="module")
def ours():
    return {name: it for one in ASSIGNMENTS for name, it in solutions(one).items()}


@pytest.mark.parametrize("name", NAMES)
def test_our_solution_passes(ours, name, capsys):
    getattr(checks, name)(ours[exercise_of(name)])
    assert capsys.readouterr().out.startswith("Passed: ")


@pytest.mark.parametrize("name", NAMES)
def test_checks_leave_the_global_generator_to_the_exercise(ours, name):
    """The same check twice gives the same answer, whatever was drawn before."""
    np.random.seed(99)
    getattr(checks, name)(ours[exercise_of(name)])


@pytest.mark.parametrize("name", NAMES)
def test_checks_leave_the_global_generator_as_it_was(ours, name):
    np.random.seed(99)
    expected = np.random.rand()
    np.random.seed(99)
    getattr(checks, name)(ours[exercise_of(name)])
    assert np.random.rand() == expected


def steps(**changed):
    """Results of steps with a mistake in them, for one text and for several."""
    rng = np.random.default_rng(5)
    shapes = [((B, 2), (B, 4), (B, 4), (2, 16), (4, 16), 16) for B in (1, 3)]
    runs = [[rng.standard_normal(shape) for shape in some] for some in shapes]
    return [(arrays, _lstm_rules.step(arrays, **changed)) for arrays in runs]


@pytest.mark.parametrize("row", _lstm_mistakes.MISTAKES, ids=lambda row: row[0])
def test_an_imitated_mistake_of_lstm_step_is_recognised_as_itself(row):
    *words, changed = row
    assert _lstm_mistakes.recognise(steps(**changed)) == tuple(words)


def test_two_mistakes_in_one_step_are_both_named():
    wrong = {"keep": lambda z: z, "state": lambda o, new, old, g: np.tanh(new)}
    problem, reason, _ = _lstm_mistakes.recognise(steps(**wrong))
    assert problem == "The forget gate is no sigmoid."
    assert "a second mistake: The output gate is missing" in reason


def drawn(**changed):
    """What is drawn with a mistake, at several places and temperatures."""
    calls = [(np.array(s), T, u) for s, T, u in temperature_checks._grid(0.5, 1.0, 2.0)]
    return [(*call, _temperature_mistakes.draw(*call, **changed)) for call in calls]


@pytest.mark.parametrize("row", _temperature_mistakes.MISTAKES, ids=lambda row: row[0])
def test_an_imitated_mistake_of_drawing_is_recognised_as_itself(row):
    *words, changed = row
    assert _temperature_mistakes.recognise(drawn(**changed)) == tuple(words)


def test_right_numbers_show_no_mistake():
    assert _lstm_mistakes.recognise(steps()) is None
    assert _temperature_mistakes.recognise(drawn()) is None


def clipped(function):
    return lambda gradients, maxValue: {
        name: function(array, maxValue) for name, array in gradients.items()
    }


def fails(error):
    def function(*arguments, **options):
        raise error

    return function


MISTAKES = [
    ("clip_range", lambda g, m: None, "Nothing is returned"),
    ("clip_range", clipped(np.minimum), "did you clip only from above?"),
    ("clip_range", clipped(lambda a, m: np.maximum(a, -m)), "did you clip only from below?"),
    ("clip_range", lambda g, m: g, "clip changed nothing at all"),
    ("clip_range", clipped(lambda a, m: np.clip(a, -5, 5)), "The limit was 5, but maxValue is 6"),
    ("clip_range", clipped(lambda a, m: np.clip(a, 0, m)), "The range was 0 to 6"),
    ("clip_range", clipped(lambda a, m: a / m), "was multiplied by 0.1667"),
    ("clip_range", clipped(lambda a, m: a * min(1, m / np.linalg.norm(a))), "clipping by the norm"),
    ("clip_untouched", clipped(lambda a, m: np.sign(a) * m), "the small ones too"),
    (
        "clip_every_array",
        lambda g, m: {n: a if n == "dby" else np.clip(a, -m, m) for n, a in g.items()},
        "dby is missing in your loop",
    ),
    ("clip_range", clipped(lambda a, m: np.clip(a, -m, m)[:2]), "another shape"),
    ("clip_range", fails(NameError("name 'maxvalue' is not defined")), "has no value"),
    ("clip_range", fails(RecursionError("too deep")), "calls itself without end"),
    ("clip_range", fails(ZeroDivisionError("zero")), "ended in an error"),
    ("sample_form", lambda p, c, s: None, "Nothing is returned"),
    ("sample_form", lambda p, c, s: 3, "should return the list of all"),
    ("sample_form", lambda p, c, s: [], "do not get into the list"),
    ("sample_form", lambda p, c, s: [1], "The list holds one index only"),
    ("sample_form", lambda p, c, s: ["a", "\n"], "holds characters"),
    ("sample_form", lambda p, c, s: [0] * 50 + [2], "goes on after a newline"),
    ("sample_form", lambda p, c, s: [99], "no index of a character"),
    ("sample_form", lambda p, c, s: [0.5], "no index of a character"),
    ("sample_form", lambda p, c, s: [0, 0, 1, 1, 2, 2], "stands in the list twice"),
    ("sample_form", lambda p, c, s: [np.array([1])], "choice(n_y, 1, p=...) draws an array"),
    ("model_first_name", fails(TypeError("+: 'NoneType' and 'list'")), "is written [None]"),
    ("sample_draw", lambda p, c, s: [0] * 50 + [2], "probabilities and seed"),
    ("sample_state", lambda p, c, s: [0] * 50 + [2], "Later letters"),
    ("sample_draw", fails(ValueError("operands could not be broadcast")), "do not fit together"),
    ("optimize_loss", lambda *a, learning_rate: None, "Nothing is returned"),
    ("optimize_loss", lambda *a, learning_rate: (1.0, {}), "three things"),
    ("optimize_loss", lambda *a, learning_rate: ("7", {}, None), "should be the loss, a number"),
    ("optimize_loss", fails(KeyError("Wax")), "wrong dictionary"),
    ("lstm_step_gates", lambda x, h, c, *w: None, "Nothing is returned"),
    ("lstm_step_gates", lambda x, h, c, *w: h, "one array of shape (1, 3)"),
    ("lstm_step_gates", lambda x, h, c, *w: (h, c, c), "a tuple of 3"),
    ("lstm_step_gates", lambda x, h, c, *w: (h, None), "c_next should be an array of numbers"),
    ("lstm_step_gates", lambda x, h, c, *w: (h[0], c[0]), "but not in rows"),
    ("lstm_step_gates", lambda x, h, c, *w: (w[2][None], c), "four times too wide"),
    ("lstm_step_gates", lambda x, h, c, *w: (h[:, 1:], c), "another shape than h and c"),
    ("lstm_step_gates", lambda x, h, c, *w: (h, c), "the state is not"),
    ("lstm_step_gates", lambda x, h, c, *w: (np.tanh(c), c), "should be the candidate"),
    ("lstm_step_gates", lambda x, h, c, *w: (0 * h, 0 * c), "should stay as it was"),
    ("lstm_step_gates", lambda x, h, c, *w: np.split(x, 4), "without axis=-1"),
    ("lstm_step_gates", lambda x, h, c, *w: np.sigmoid(x), "numpy has no sigmoid"),
    ("lstm_step_weights", lambda x, h, c, *w: (h, h * c), "not what the equations make it"),
    ("lstm_step_weights", lambda x, h, c, W, *w: W @ x, "no .T anywhere"),
    ("sample_with_temperature_pieces", lambda s, t, u: None, "Nothing is returned"),
    ("sample_with_temperature_pieces", lambda s, t, u: "a", "A letter is returned"),
    ("sample_with_temperature_pieces", lambda s, t, u: np.exp(s) > u, "Many numbers are returned"),
    ("sample_with_temperature_pieces", lambda s, t, u: s.max() > u, "True or False is returned"),
    ("sample_with_temperature_pieces", lambda s, t, u: [1], "wrapped in an array or list"),
    ("sample_with_temperature_pieces", lambda s, t, u: s[0], "A score is returned"),
    ("sample_with_temperature_pieces", lambda s, t, u: u, "u itself is returned"),
    ("sample_with_temperature_pieces", lambda s, t, u: 0.77, "is no index"),
    ("sample_with_temperature_pieces", lambda s, t, u: 7 + int(4 * u), "7 is no index"),
    ("sample_with_temperature_pieces", lambda s, t, u: s[9], "goes on beyond the last end"),
    ("sample_with_temperature_pieces", lambda s, t, u: 1 if u < s else 0, "whole array at once"),
    ("sample_with_temperature_pieces", lambda s, t, u: np.softmax(s), "numpy has no softmax"),
    ("sample_with_temperature_warmth", lambda s, t, u: int(2 * u), "belong to the best"),
    ("model_parameters", lambda *a, **k: None, "Nothing is returned"),
    ("model_parameters", lambda *a, **k: [1], "should return the dictionary"),
    ("model_rounds", fails(IndexError("list index out of range")), "more iterations than names"),
    ("model_first_name", fails(UnboundLocalError("name")), "before it has a value"),
]


@pytest.mark.parametrize(("name", "wrong", "message"), MISTAKES)
def test_a_mistake_is_named(name, wrong, message):
    with pytest.raises(checks.CheckFailed) as failure:
        getattr(checks, name)(wrong)
    assert message in str(failure.value)


TABLES = (_lstm_mistakes, _temperature_mistakes)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.__name__)
def test_every_problem_fits_into_one_line(table):
    problems = [problem for problem, *_ in table.MISTAKES]
    assert [p for p in problems if len(f"CheckFailed: {p}") > WIDTH] == []


def test_messages_tell_what_came_and_what_should_have():
    with pytest.raises(checks.CheckFailed) as failure:
        checks.clip_range(clipped(np.minimum))
    for part in ("called:", "expected:", "got:", "reason:", "read:"):
        assert part in str(failure.value)


def test_ipython_shows_the_words_alone():
    with pytest.raises(checks.CheckFailed) as failure:
        checks.clip_range(clipped(np.minimum))
    shown = failure.value._render_traceback_()
    assert shown[0].startswith("CheckFailed: clip changed nothing below")
    assert "\n".join(shown) == f"CheckFailed: {failure.value}"


def test_an_error_is_explained_with_its_line_and_kept_as_the_cause():
    def sample(parameters, char_to_ix, seed):
        return np.random.choice(2, p=[0.5, 0.7])

    with pytest.raises(checks.CheckFailed) as failure:
        checks.sample_draw(sample)
    text = " ".join(str(failure.value).split())
    assert "got: ValueError" in text
    assert "of sample: return np.random.choice(2, p=[0.5, 0.7])" in text
    assert "which is what softmax(z) does" in text
    assert isinstance(failure.value.__cause__, ValueError)


@pytest.mark.parametrize("name", NAMES)
def test_what_is_not_written_yet_says_so_itself(name):
    with pytest.raises(NotImplementedError, match="Still to write: all"):
        getattr(checks, name)(fails(NotImplementedError("Still to write: all")))


def test_what_is_not_written_yet_is_shown_with_its_line_alone():
    hint = "Still to write: " + "a long hint, " * 6

    def clip(gradients, maxValue):
        raise NotImplementedError(hint)

    with pytest.raises(NotImplementedError) as failure:
        checks.clip_range(clip)
    shown = failure.value._render_traceback_()
    assert str(failure.value) == hint
    assert all(len(line) <= WIDTH for line in shown)
    text = " ".join(" ".join(shown).split())
    assert text.startswith("NotImplementedError: Still to write: a long hint,")
    assert "of clip: raise NotImplementedError(hint)" in text
    assert "read: section 3.2" in text


def test_an_interrupt_is_one_still_and_says_what_may_never_end():
    with pytest.raises(KeyboardInterrupt) as stopped:
        checks.sample_form(fails(KeyboardInterrupt()))
    assert "was still running after 0 s" in str(stopped.value)
    assert "counter has to grow" in " ".join(str(stopped.value).split())
    assert stopped.value._render_traceback_()[0].startswith("KeyboardInterrupt: function was still")
