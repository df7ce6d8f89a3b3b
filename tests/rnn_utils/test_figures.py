"""The figures show what their captions say."""

import re
import xml.etree.ElementTree as ET

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rnn_utils import figures, initialize_parameters, rnn_forward
from rnn_utils.figures import picture
from rnn_utils.figures.cliff import BIASES, FIRST, LIMIT, RATE, UPDATES, WEIGHTS
from rnn_utils.figures.reading import MOST_LETTERS, MOST_STEPS, alike
from rnn_utils.figures.sampling import draw_letters

LATIN = "\nabcdefghijklmnopqrstuvwxyz"
MARKUP = "<b>&\"' $^{x}_{y}$ --> \u202e\uffff\xad"


def vocabulary(characters):
    return {character: index for index, character in enumerate(sorted({"\n", *characters}))}


def network(characters, n_a=6, scale=3.0):
    """Untrained, but with opinions."""
    rng = np.random.default_rng(5)
    start = initialize_parameters(n_a, len(characters), len(characters))
    return {name: scale * rng.standard_normal(array.shape) for name, array in start.items()}


def all_figures(name, characters):
    char_to_ix = vocabulary(characters)
    parameters = network(char_to_ix)
    return [
        figures.unrolled(name[:4], 6, len(char_to_ix)),
        figures.unrolled(name[:4], 6, len(char_to_ix), sampling=True),
        figures.cliff(),
        figures.sampling(parameters, char_to_ix, 3),
        figures.next_letters(parameters, name, char_to_ix),
        figures.hidden_units(parameters, name, char_to_ix),
    ]


@pytest.fixture(scope="module")
def drawn():
    return all_figures("rex", LATIN)


def svg(shown):
    return ET.fromstring(re.search(r"<svg.*</svg>", shown.to_html(), re.DOTALL)[0])


def texts(shown):
    return ["".join(text.itertext()) for text in svg(shown).iter("text")]


# What a picture is.


def test_a_notebook_gets_a_drawing_in_its_page_and_a_text(drawn):
    for shown in drawn:
        bundle = shown._repr_mimebundle_()
        assert set(bundle) == {"text/html", "text/plain"}
        assert bundle["text/plain"] == shown.alt
        root = svg(shown)
        assert (root.get("role"), root.get("aria-label")) == ("img", shown.alt)
        assert len(shown.alt) > 200
        assert not {"width", "height"} & set(root.attrib)


def test_figures_are_vectors_of_modest_size(drawn):
    for shown in drawn:
        html = shown.to_html()
        assert len(html.encode()) < 60_000
        assert "<image" not in html
        assert "data:" not in html


def test_letters_and_lines_have_the_pages_colour(drawn):
    """Black stands in no figure: on a dark page it could not be seen."""
    for shown in drawn:
        root = svg(shown)
        assert root.get("fill") == "currentColor"
        styles = " ".join(element.get("style", "") for element in root.iter())
        assert all("fill" not in text.get("style") or picture.WHITE in text.get("style")
                   for text in root.iter("text"))  # fmt: skip
        assert "#000000" not in styles
        colours = set(re.findall(r"(?:fill|stroke): (#\w+)", styles))
        palette = {picture.BLUE, picture.ORANGE, picture.GREEN, picture.WHITE, picture.DARK}
        if "hidden units, one a row" not in shown.alt:
            assert colours <= palette


def test_the_same_figure_has_the_same_bytes():
    first, second = all_figures("rex", LATIN), all_figures("rex", LATIN)
    with matplotlib.rc_context({"font.size": 30, "text.color": "red", "lines.linewidth": 9}):
        third = all_figures("rex", LATIN)
    for one, other, styled in zip(first, second, third, strict=True):
        assert one.to_html() == one.to_html() == other.to_html() == styled.to_html()
        assert "20" + "26" not in one.to_html()  # no date


def test_ids_of_figures_on_one_page_do_not_collide(drawn):
    @picture.style()
    def line(slope):
        figure = picture.blank(300, 200)
        figure.subplots().plot([0, slope], "o-")
        return picture.Picture(figure, f"a line of slope {slope}")

    seen = set()
    for shown in [*drawn, line(1), line(2)]:
        ids = {element.get("id") for element in svg(shown).iter() if element.get("id")}
        html = shown.to_html()
        referred = set(re.findall(r"url\(#([^)]+)\)", html)) | set(
            re.findall(r'href="#(.+?)"', html)
        )
        assert referred == ids
        assert not ids & seen
        seen |= ids
    assert seen


def test_motion_only_for_those_who_want_it(drawn):
    """And over within five seconds; without it everything is there from the start."""
    moving = 0
    for shown in drawn:
        html = shown.to_html()
        rules = re.findall(r"<style>\s*(@media[^{]+)\{", html)
        assert rules == ["@media screen and (prefers-reduced-motion: no-preference) "]
        assert "opacity: 0 " not in re.sub(r"<style>.*?</style>", "", html, flags=re.DOTALL)
        last = max(int(step) for step in re.findall(r"--step: (\d+)", html))
        assert last * float(re.search(r"--pace: ([\d.]+)s", html)[1]) + 0.5 <= 5.5
        moving += last > 1
    assert moving == len(drawn)


def test_no_figure_is_left_open():
    before = plt.get_fignums()
    all_figures("rex", LATIN)
    assert plt.get_fignums() == before


# Colours.


def luminance(colour):
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return float(np.dot(linear, (0.2126, 0.7152, 0.0722)))


def contrast(one, other):
    dark, light = sorted(map(luminance, (one, other)))
    return (light + 0.05) / (dark + 0.05)


PALETTE = [picture.BLUE, picture.ORANGE, picture.GREEN, picture.PURPLE, picture.GREY]


@pytest.mark.parametrize("colour", PALETTE)
def test_contrast_of_the_palette(colour):
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast(colour, "#ffffff") >= 3
    assert contrast(colour, "#111111") >= 3
    assert contrast(colour, picture.WHITE) >= 4.5  # letters in filled boxes


# What the three kinds of colour blindness leave of red, green and blue light (Machado, Oliveira
# and Fernandes, 2009, full severity).
BLINDNESS = {
    "none": np.eye(3),
    "protanopia": [[0.152, 1.053, -0.205], [0.115, 0.786, 0.099], [-0.004, -0.048, 1.052]],
    "deuteranopia": [[0.367, 0.861, -0.228], [0.280, 0.673, 0.047], [-0.012, 0.043, 0.969]],
    "tritanopia": [[1.256, -0.077, -0.179], [-0.078, 0.931, 0.148], [0.005, 0.691, 0.304]],
}


@pytest.mark.parametrize("kind", BLINDNESS)
def test_blue_and_orange_differ_for_every_eye(kind):
    seen = []
    for colour in (picture.BLUE, picture.ORANGE):
        channels = np.array([int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)])
        light = np.clip(np.dot(BLINDNESS[kind], channels**2.2), 0, 1)
        seen.append(light ** (1 / 2.2))
    assert np.linalg.norm(seen[0] - seen[1]) > 0.4


# Names and alphabets of all kinds.


@pytest.mark.parametrize(
    ("name", "characters"),
    [
        ("ab", "ab"),
        ("abba", "ab"),
        ("a", "a"),
        ("\u0436\u0430\u0431\u0430", "\u0430\u0431\u0436"),
        ("\u540d\u524d", "\u540d\u524d"),  # matplotlib has no such letters
        (MARKUP, MARKUP),
        ("x" * 200, LATIN),
        (chr(0x400) * 5, [chr(0x400 + index) for index in range(250)]),
    ],
    ids=["two", "doubled", "one", "cyrillic", "chinese", "markup", "long", "many"],
)
def test_any_name_of_any_alphabet(name, characters):
    for shown in all_figures(name, characters):
        html = shown.to_html()
        root = svg(shown)  # well formed, so whatever a name holds is escaped
        assert {element.tag for element in root.iter()} <= {
            "svg", "g", "defs", "path", "use", "text", "tspan", "clipPath", "rect",
        }  # fmt: skip
        assert "<b>" not in html
        assert len(html) < 75_000
        assert shown.figure.get_figwidth() * 72 <= 1000


def test_what_is_long_or_large_is_cut():
    char_to_ix = vocabulary([chr(0x400 + index) for index in range(250)])
    shown = figures.next_letters(network(char_to_ix), chr(0x400) * 200, char_to_ix)
    assert shown.alt.count("came") == MOST_STEPS + 1
    header = [text for text in texts(shown) if text in {*char_to_ix, "\u21b5"}]
    # Above the columns, what came at each step, and what was read before the second.
    assert len(header) == MOST_LETTERS + MOST_STEPS + 1
    assert chr(0x400) in header


# The network unrolled.


def test_the_unrolled_network_spells_the_name_and_tells_shapes():
    shown = texts(figures.unrolled("rex", n_a=50, vocab_size=27))
    assert shown.count("should be") == 4
    for character, times in (("r", 2), ("e", 2), ("x", 2), ("\u21b5", 1)):
        assert shown.count(character) == times
    assert [shown.count(shape) for shape in ("(50, 27)", "(50, 50)", "(27, 50)")] == [1, 1, 1]
    assert shown.count("(27, 1)") == 4 + 4 + 1  # x, y-hat, by
    assert shown.count("(50, 1)") == 4 + 1  # a, b
    symbols = [
        "a(0)",
        "x(0)",
        "x(3)",
        "a(1)",
        "a(4)",
        "\u0177(1)",
        "\u0177(4)",
        "Wax",
        "Waa",
        "Wya",
    ]
    assert set(symbols) <= set(shown)
    assert not {"x(4)", "a(5)", "\u0177(0)"} & set(shown)


def test_shapes_are_those_of_the_network():
    parameters = initialize_parameters(7, 5, 5)
    told = figures.unrolled("ab", n_a=7, vocab_size=5).alt
    for symbol, name in (
        ("W_ax", "Wax"),
        ("W_aa", "Waa"),
        ("W_ya", "Wya"),
        ("b", "b"),
        ("b_y", "by"),
    ):
        assert f"{symbol} {parameters[name].shape}" in told


def test_sampling_feeds_each_letter_back():
    training, sampled = figures.unrolled("rex"), figures.unrolled("rex", sampling=True)
    assert "drawn from y-hat(1) is r, which goes back in as x(1)" in sampled.alt
    assert "drawn from y-hat(4) is newline." in sampled.alt
    assert "y-hat(4) should be newline" in training.alt
    dashed = [shown.to_html().count("stroke-dasharray") for shown in (training, sampled)]
    assert dashed == [0, 2 * 3]  # of each arrow its line and its head


# The cliff.


@settings(deadline=None, max_examples=50)
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
    """What the caption claims of the two paths."""
    wild = figures.cliff_descent(FIRST, RATE, UPDATES)
    tame = figures.cliff_descent(FIRST, RATE, UPDATES, LIMIT)
    for path in (wild, tame):
        assert max(np.abs(figures.cliff_gradient(*point)).max() for point in path) > 2
        inside = (path >= (WEIGHTS[0], BIASES[0])) & (path <= (WEIGHTS[1], BIASES[1]))
        assert inside.all()
    moves = np.abs(np.diff(wild, axis=0)).max(axis=1)
    longest = moves.argmax()
    # The paths are one until the cliff; then one step undoes more than all before it had won.
    assert np.array_equal(wild[: longest + 1], tame[: longest + 1])
    assert (np.diff(figures.cliff_loss(*wild[:longest].T)) < 0).all()
    assert moves[longest] > 2 > 8 * LIMIT - 0.001
    assert figures.cliff_loss(*wild[longest + 1]) > figures.cliff_loss(*wild[0])
    assert np.abs(np.diff(tame, axis=0)).max() <= RATE * LIMIT + 1e-12
    assert figures.cliff_loss(*tame[-1]) < 0.001 < 0.08 < figures.cliff_loss(*wild[-1])


def test_the_cliff_is_told_with_its_numbers():
    told = figures.cliff().alt
    for limit in (None, LIMIT):
        path = figures.cliff_descent(FIRST, RATE, UPDATES, limit)
        first, last = figures.cliff_loss(*path[0]), figures.cliff_loss(*path[-1])
        assert f"loss {first:.3f} at the start, {last:.3f} after {UPDATES} steps" in told
        assert f"moves w or b by {np.abs(np.diff(path, axis=0)).max():.2f}" in told


# Sampling.


def exercise(parameters, char_to_ix, seed):
    """The rule of exercise 2, written out once more."""
    x, a_prev = np.zeros((len(char_to_ix), 1)), np.zeros_like(parameters["b"])
    indices, index, counter = [], -1, 0
    while index != char_to_ix["\n"] and counter != 50:
        np.random.seed(counter + seed)
        a_prev = np.tanh(parameters["Wax"] @ x + parameters["Waa"] @ a_prev + parameters["b"])
        z = parameters["Wya"] @ a_prev + parameters["by"]
        index = np.random.choice(len(z), p=(np.exp(z) / np.exp(z).sum()).ravel())
        indices.append(index)
        x = np.zeros_like(x)
        x[index] = 1
        seed, counter = seed + 1, counter + 1
    return indices


@pytest.mark.parametrize("seed", [0, 1, 7, 100])
@pytest.mark.parametrize("scale", [0.01, 0.5])
def test_sampling_draws_the_letters_of_the_exercise(seed, scale):
    char_to_ix = vocabulary(LATIN)
    parameters = network(char_to_ix, scale=scale)
    drawn = draw_letters(parameters, 0, seed, 12)
    assert [index for index, _ in drawn] == exercise(parameters, char_to_ix, seed)[:12]


def test_sampling_leaves_the_global_generator_alone():
    char_to_ix = vocabulary(LATIN)
    parameters = network(char_to_ix)
    np.random.seed(8)
    expected = np.random.rand()
    np.random.seed(8)
    figures.sampling(parameters, char_to_ix, 3)
    assert np.random.rand() == expected


def test_sampling_shows_what_was_likely_and_what_came():
    char_to_ix = vocabulary(LATIN)
    parameters = network(char_to_ix, scale=0.5)
    shown = figures.sampling(parameters, char_to_ix, 1, steps=6)
    written, spoken = texts(shown), shown.alt.split("Step ")[1:]
    read = "zeros"
    for (index, y_hat), told in zip(draw_letters(parameters, 0, 1, 6), spoken, strict=True):
        came = "newline" if index == 0 else LATIN[index]
        assert f"reads {read} and expects" in told
        place = np.sum(y_hat > y_hat[index]) + 1
        assert (
            f"drawn is {came}, number {place} of 27 by probability, with {y_hat[index]:.2f}" in told
        )
        for likely in np.argsort(-y_hat)[:5]:
            assert f"{'newline' if likely == 0 else LATIN[likely]} {y_hat[likely]:.2f}" in told
            assert f"{y_hat[likely]:.2f}" in written
        read = came
    assert "zeros" in written


def test_a_name_that_ends_early_is_said_to_end():
    char_to_ix = vocabulary("a")
    parameters = network(char_to_ix, scale=0)
    parameters["by"][0] = 9
    shown = figures.sampling(parameters, char_to_ix, 0)
    assert "the name ends" in texts(shown)
    assert "Step 2" not in shown.alt
    assert "drawn is newline, number 1 of 2" in shown.alt


# Reading.


def test_the_reading_figure_shows_probabilities():
    char_to_ix = vocabulary(LATIN)
    parameters = network(char_to_ix, scale=0.5)
    shown = figures.next_letters(parameters, "rex", char_to_ix)
    came = [char_to_ix[character] for character in "rex\n"]
    _, (y_hat, *_) = rnn_forward([None, *came[:-1]], came, np.zeros((6, 1)), parameters)
    written = texts(shown)
    for so_far, row, index in zip(("start", "r", "re", "rex"), y_hat, came, strict=True):
        assert so_far in written
        assert f"{row[index]:.2f}" in written
        likely = row.argmax()
        after = "At the start" if so_far == "start" else f"After {so_far}"
        assert (
            f"{after}: {'newline' if likely == 0 else LATIN[likely]} {row.max():.2f}" in shown.alt
        )


def test_areas_are_probabilities():
    char_to_ix = vocabulary("ab")
    parameters = initialize_parameters(4, 3, 3)
    parameters["by"][:] = np.log([[0.25], [0.25], [0.5]])
    axes = figures.next_letters(parameters, "b", char_to_ix).figure.axes[0]
    sides = [
        np.ptp(patch.get_path().vertices[:5, 0])
        for patch in axes.patches
        if len(patch.get_path().vertices) >= 5 and patch.get_gid() and patch.get_fill()
    ]
    # First step: two others and b, which came; second step: two others and the newline.
    areas = np.array(sides) ** 2 / 22**2
    assert areas == pytest.approx([0.25, 0.5, 0.25, 0.25], rel=0.05)


def test_the_hidden_units_are_those_of_the_network():
    char_to_ix = vocabulary(LATIN)
    parameters = network(char_to_ix, n_a=9, scale=0.7)
    shown = figures.hidden_units(parameters, "rex", char_to_ix)
    came = [char_to_ix[character] for character in "rex\n"]
    loss, (_, states, *_) = rnn_forward([None, *came[:-1]], came, np.zeros((9, 1)), parameters)
    bits = [float(value) for value in re.findall(r"(?:r|e|x|newline) (\d+\.\d)", shown.alt)]
    assert sum(bits) * np.log(2) == pytest.approx(loss, abs=0.2)
    assert f"{bits[0]:.1f}" in texts(shown)
    assert "9 hidden units" in shown.alt
    # Each tile is a piece of a line in the colour of its value.
    tiles = [line for line in shown.figure.axes[0].lines if line.get_gid()]
    pieces = sum(np.isfinite(line.get_xdata()).sum() // 2 for line in tiles)
    assert pieces == 9 * 4
    blue = sum(
        np.isfinite(line.get_xdata()).sum() // 2
        for line in tiles
        if matplotlib.colors.to_hex(line.get_color()) == picture.BLUE
    )
    assert blue == np.sum(states[1:] >= 0.9)


def test_a_letter_outside_the_vocabulary_is_named():
    char_to_ix = vocabulary("ab")
    with pytest.raises(ValueError, match="'z' is not in the vocabulary"):
        figures.hidden_units(network(char_to_ix), "az", char_to_ix)


def test_what_seemed_impossible_costs_many_bits():
    char_to_ix = vocabulary("ab")
    parameters = network(char_to_ix, scale=0)
    parameters["by"][1] = -5000
    assert "a 328.9" in figures.hidden_units(parameters, "a", char_to_ix).alt


def test_units_that_behave_alike_stand_together():
    states = np.array([[1, -1, 0.9, -0.8], [1, -1, 1, -1]])
    assert alike(states) == [1, 3, 2, 0]
    shuffled = np.random.default_rng(0).uniform(-1, 1, (5, 40))
    order = alike(shuffled)
    assert sorted(order) == list(range(40))
    apart = [np.abs(np.diff(shuffled[:, one], axis=1)).sum() for one in (order, range(40))]
    assert apart[0] < 0.7 * apart[1]
