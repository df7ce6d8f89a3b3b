"""A picture becomes part of any page, for every eye and of any name."""

import re

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import pytest

from rnn_utils import figures
from rnn_utils.figures import picture
from rnn_utils.figures.reading import MOST_LETTERS, MOST_STEPS
from tests.rnn_utils.drawn import LATIN, MARKUP, all_figures, network, svg, texts, vocabulary


@pytest.fixture(scope="module")
def drawn():
    return all_figures("rex", LATIN)


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
