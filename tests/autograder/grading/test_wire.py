"""The wire format: what it takes comes back, and no bytes whatever do harm."""

import tracemalloc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from autograder.sandbox.inside.deserialization import DecodeError, Decoder, hashable, loads, receive
from autograder.sandbox.inside.serialization import (
    DEEPEST,
    KINDS,
    LARGEST,
    Encoder,
    UnsupportedTypeError,
    dumps,
)

atoms = st.one_of(
    st.none(), st.booleans(), st.integers(-(2**300), 2**300), st.floats(), st.text(),
    st.complex_numbers(), st.binary(),
)  # fmt: skip
keys = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(), st.binary()),
    lambda inner: st.lists(inner, max_size=3).map(tuple) | st.frozensets(inner, max_size=3),
    max_leaves=5,
)
arrays = hnp.arrays(
    st.sampled_from(KINDS) | hnp.unicode_string_dtypes(), hnp.array_shapes(min_dims=0, min_side=0)
)
values = st.recursive(
    atoms | arrays,
    lambda inner: (
        st.lists(inner) | st.lists(inner).map(tuple) | st.dictionaries(keys, inner) | st.sets(keys)
    ),
    max_leaves=20,
)


def same(a, b):
    if isinstance(a, np.ndarray):
        equal = a.dtype.kind == "U" or (a.tobytes() == b.tobytes())
        return a.shape == b.shape and equal and np.array_equal(a, b, equal_nan=a.dtype.kind in "fc")
    if type(a) is not type(b):
        return False
    if isinstance(a, float | complex):
        return repr(a) == repr(b)
    if isinstance(a, list | tuple):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, dict):
        return list(a) == list(b) and all(map(same, a.values(), b.values()))
    return a == b


@given(values)
@settings(deadline=None)
def test_a_decoded_value_is_the_encoded_one(value):
    assert same(value, loads(dumps(value)))


def decode(message):
    """Decode bytes; only `DecodeError` may come of it."""
    try:
        return loads(message)
    except DecodeError:
        return None


@given(st.binary(max_size=200))
@settings(deadline=None, max_examples=500)
def test_any_bytes_are_a_value_or_rejected(message):
    decode(message)


@given(values, st.data())
@settings(deadline=None, max_examples=300)
def test_a_damaged_message_is_a_value_or_rejected(value, data):
    message = bytearray(dumps(value))
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(message) - 1))
        message[place] = data.draw(st.integers(0, 255))
    decode(bytes(message))
    decode(bytes(message[: data.draw(st.integers(0, len(message)))]))


@given(st.binary(max_size=60), st.sampled_from([b"l", b"d", b"e", b"a", b"u", b"s", b"b", b"t"]))
@settings(deadline=None, max_examples=300)
def test_memory_is_bounded_by_the_message(tail, letter):
    message = letter + b"\xff\xff\xff\x00" + tail
    tracemalloc.start()
    decode(message)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 200_000


@pytest.mark.parametrize(
    "message",
    [
        b"", b"x", b"N" * 2, b"i\xff\xff", b"l\x05\x00\x00\x00N", b"l" * 10_000,
        b"a\x0b\x02\x00\x00\x01\x00\x00\x00\x01\x00", b"a\xff\x00", b"a\x00\x40",
        b"a\x0b\x02" + b"\xff" * 8, b"a\x0b\x02\x00\x00\x00\x00\xff\xff\xff\xff",
        b"s\x01\x00\x00\x00\xff", b"d\x01\x00\x00\x00l\x00\x00\x00\x00N",
        b"e\x01\x00\x00\x00d\x00\x00\x00\x00", b"r\x00\x00\x00\x00", b"g\x63\x00",
        b"u\xff\xff\xff\xff\x01\x01\x00\x00\x00", b"u\x01\x00\x00\x00\x00\xff\xff\xff\xff",
    ],
    ids=repr,
)  # fmt: skip
def test_an_invalid_message_is_rejected(message):
    with pytest.raises(DecodeError):
        loads(message)


def test_a_message_too_large_is_not_read():
    read = iter([(LARGEST + 1000).to_bytes(4, "little")]).__next__
    with pytest.raises(DecodeError, match="too large"):
        receive(lambda length: read())


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (object(), "object"), (len, "function"), (iter([1]), "generator"), (int, "function"),
        (2**10_000, "large"), (np.array([object()], dtype=object), "object"),
        (b"x" * (LARGEST + 1), "large"), ([0] * 5_000_000, "large"), ([""] * 1_000_001, "large"),
    ],
    ids=lambda value: repr(value)[:20],
)  # fmt: skip
def test_a_value_of_another_type_or_size_is_not_sent(value, reason):
    with pytest.raises(UnsupportedTypeError, match=reason):
        dumps(value)


@pytest.mark.parametrize(
    ("name", "payload"),
    [
        ("decimal", 1), ("fraction", (1, 0)), ("date", (1, 13, 1)), ("range", (1, 2, 0)),
        ("dtype", "O"), ("dtype", [("a", "|O8")]), ("array", ("<i4", (3,), b"x")),
        ("array", ("<f8", (-1, -1), b"")), ("objects", ((2,), [1])), ("frame", (1, 2, 3)),
        ("series", ("a", ("range", (0, 1, 1, None)), ("masked", ("object", [1])))),
        ("sparse", ("pickle", True, (1, 1), ([], [], []))), ("generator", ("os", {})),
        ("random", (3, (1,) * 9, None)), ("random_state", {"state": {"key": 1, "pos": 9999}}),
        ("namedtuple", ("A", ["class"], [1])), ("namedtuple", ("A; import os", ["x"], [1])),
        ("enum", ("Color", "RED")), ("dataclass", ("Point", {})), ("no such type", 1),
        ("datetime", (2024, 1, 1, 0, 0, 0, 0, 0, "../../etc/passwd")),
    ],
    ids=repr,
)  # fmt: skip
def test_a_payload_that_does_not_fit_its_type_is_rejected(name, payload):
    message = b"x" + dumps(name) + dumps(payload)
    with pytest.raises(DecodeError):
        loads(message)


def test_depth_is_bounded_on_both_sides():
    value = None
    for _ in range(DEEPEST):
        value = [value]
    assert same(value, loads(dumps(value)))
    with pytest.raises(UnsupportedTypeError, match="deep"):
        dumps([value])


def test_the_same_list_twice_arrives_as_one():
    inner = [1]
    encoder = Encoder(track=True)
    encoder.encode((inner, {"a": inner}))
    decoder = Decoder(encoder.message(), track=True)
    first, second = decoder.decode()
    assert second["a"] is first
    assert [type(value) for value in decoder.known] == [list, dict]


def test_a_third_truth_value_becomes_true():
    message = bytearray(dumps(np.array([True, False])))
    message[-2:] = bytes([7, 0])
    assert loads(bytes(message)).tobytes() == b"\x01\x00"


@given(keys)
def test_keys_are_hashable(key):
    assert hashable(key)
    assert isinstance(hash(key), int)
