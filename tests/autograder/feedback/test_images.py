"""Pictures are measured by their headers, drawings rebuilt from a short list."""

import io
from base64 import b64decode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib import pyplot as plt
from PIL import Image

from autograder.feedback.pictures import InvalidPictureError, drawing, picture
from tests.autograder.feedback.payloads import SVG, filled, png, text64


def made(kind, size, frames=1):
    """A real picture, as Pillow writes it."""
    file, image = io.BytesIO(), Image.new("RGB", size)
    more = {"save_all": True, "append_images": [Image.new("RGB", size, "red")] * (frames - 1)}
    image.save(file, kind, **(more if frames > 1 else {}))
    return file.getvalue()


@pytest.mark.parametrize(
    ("kind", "frames"), [("PNG", 1), ("JPEG", 1), ("GIF", 1), ("GIF", 3)], ids=str
)
def test_real_pictures_pass_byte_for_byte(kind, frames):
    data = made(kind, (30, 20), frames)
    uri, pixels = picture(text64(data))
    head, _, body = uri.partition(",")
    assert head == f"data:image/{kind.lower()};base64"
    assert b64decode(body) == data
    # A GIF counts its screen and each frame; frames may be cut to what changes.
    assert 600 <= pixels <= 600 * (frames + 1)


def test_kind_is_reported_by_the_bytes_alone():
    assert picture(text64(made("GIF", (3, 3))))[0].startswith("data:image/gif")


@pytest.mark.parametrize("size", [(50_000, 50_000), (0, 5), (8_001, 1), (7_000, 7_000)], ids=str)
def test_sizes_that_no_browser_should_draw(size):
    with pytest.raises(InvalidPictureError, match="pixels"):
        picture(text64(png(*size)))


def test_gif_frame_larger_than_its_screen_is_found():
    data = bytearray(made("GIF", (3, 3)))
    at = data.index(b"\x2c")
    data[at + 5 : at + 9] = b"\xff\xff\xff\xff"
    with pytest.raises(InvalidPictureError, match="65,535"):
        picture(text64(bytes(data)))


@pytest.mark.parametrize(
    "text", ["", "no base64 é", text64("<svg/>"), text64(b"\xff\xd8\xff\xe0\x00\x00"), 7, None]
)
def test_what_is_no_picture(text):
    with pytest.raises(InvalidPictureError):
        picture(text)


@given(st.sampled_from(["PNG", "JPEG", "GIF"]), st.data())
def test_broken_pictures_are_rejected_or_small(kind, data):
    broken = bytearray(made(kind, (30, 20), 2 if kind == "GIF" else 1))
    for at in data.draw(st.lists(st.integers(0, len(broken) - 1), min_size=1, max_size=5)):
        broken[at] = data.draw(st.integers(0, 255))
    try:
        _, pixels = picture(text64(bytes(broken[: data.draw(st.integers(0, len(broken)))])))
    except InvalidPictureError:
        return
    assert 0 < pixels <= 25_000_000


def shown(svg):
    return b64decode(drawing(svg)[0].partition(",")[2]).decode()


def test_matplotlib_drawing_keeps_its_shapes():
    file = io.StringIO()
    figure, axes = plt.subplots()
    axes.plot([1, 2, 3], label="loss")
    axes.imshow([[1, 2], [3, 4]])
    figure.savefig(file, format="svg")
    plt.close(figure)
    before, after = file.getvalue(), shown(file.getvalue())
    for grade in ("<path", "<use", "clip-path", "data:image/png;base64"):
        assert 0 < before.count(grade) == after.count(grade)


@pytest.mark.parametrize("payload", SVG)
def test_hostile_drawings_lose_what_is_live(payload):
    (svg,) = filled([payload], "http://127.0.0.1:9")
    try:
        rebuilt = shown(svg)
    except InvalidPictureError:
        return
    for word in ("script", "onload", "127.0.0.1", "foreign", "alert", "<?"):
        assert word not in rebuilt


def test_few_shapes_that_unfold_into_millions():
    layers = "".join(
        f'<g id="l{n}">' + f'<use href="#l{n - 1}"/>' * 10 + "</g>" for n in range(1, 9)
    )
    with pytest.raises(InvalidPictureError, match="shapes"):
        drawing(f'<svg xmlns="http://www.w3.org/2000/svg"><rect id="l0"/>{layers}</svg>')


@pytest.mark.parametrize(
    "svg",
    [
        '<svg xmlns="http://www.w3.org/2000/svg"><g id="a"><use href="#a"/></g></svg>',
        "<svg>" + "<g>" * 100_000 + "</g>" * 100_000 + "</svg>",
        "<svg>" + " " * 2_000_000 + "</svg>",
        "<html></html>",
        "<svg",
    ],
    ids=["endless", "deep", "long", "another element", "broken"],
)
def test_drawings_that_are_rejected(svg):
    with pytest.raises(InvalidPictureError):
        drawing(svg)
