"""Serialize values for the exchange between the test runner and the student's process.

Values of listed types are copied. `autograder.sandbox.inside.remote` adds references to objects of
other types.

A value is one letter, then what the letter needs; numbers are little-endian. Nothing is evaluated
or imported, and each length is checked against what is there before anything is built::

    N T F      None, True, False
    i n ...    int: n bytes (u16), two's complement        f ...   float: 8 bytes
    c ...      complex: 16 bytes                           s n ... str: n bytes (u32) of UTF-8
    b n ...    bytes: n bytes (u32)
    l t n ...  list, tuple: n values (u32)                 e z n ... set, frozenset: n values (u32)
    d n ...    dict: n times (u32) key and value
    a k r ...  array: kind (u8, see KINDS), number of axes (u8), lengths (u32 each), elements
    u w r ...  array of str: characters an element (u32), number of axes (u8), lengths, elements
    g k ...    numpy number: kind (u8), its bytes
    h k c n .. list or tuple (c) of n (u32) int64 (k is q) or float (k is d): 8 bytes each
    x v v      a value of another listed type: its name and payload, see `value_types`
    r n        the n-th mutable value of the call's arguments, itself (u32)

The mutable values of a call are numbered in the order in which they begin. So the answer can say
which of them the function returned or changed in place.
"""

import array
import struct

import numpy as np

from autograder.sandbox.inside.value_types import pack_value

LARGEST = 32 * 2**20  # bytes of one message
MOST_VALUES = 1_000_000
DEEPEST = 100
LONGEST_INT = 1024  # bytes
MOST_AXES = 16
KINDS = ("|b1", "|i1", "<i2", "<i4", "<i8", "|u1", "<u2", "<u4", "<u8",
         "<f2", "<f4", "<f8", "<c8", "<c16")  # fmt: skip
MUTABLE = (list, dict, set, np.ndarray)
MUTABLE_NAMES = {"frame", "series", "counter", "ordered", "deque", "bytearray", "generator",
                 "random_state", "random", "objects", "array"}  # fmt: skip
SIMPLE = {type(None), bool, int, float, complex, str, bytes, list, tuple, dict, set, frozenset}
SHORTEST_PACKED = 16  # elements of a list or tuple that is sent as an array


class UnsupportedTypeError(Exception):
    """A value that cannot be sent; the text says why: object, function, deep or large."""


class Encoder:
    """Encode values as bytes.

    Parameters
    ----------
    known : list, optional
        The call's mutable values, in order: they become references.
    track : bool
        Number each mutable value that is encoded, and add it to `known`.
    classes : dict of str to type
        Classes that both ends have, see `autograder.sandbox.inside.value_types`.

    Attributes
    ----------
    known : list
    """

    def __init__(self, known=(), track=False, classes=None):
        self.parts, self.size, self.values, self.track = [], 0, 0, track
        self.classes = classes or {}
        # The objects are kept, because an id can come again once its object is gone.
        self.known = list(known)
        self.numbers = {id(value): number for number, value in enumerate(self.known)}

    def add(self, part):
        self.size += len(part)
        if self.size > LARGEST:
            raise UnsupportedTypeError("large")
        self.parts.append(part)

    def message(self):
        """Return all that was encoded, as bytes."""
        return b"".join(self.parts)

    def begin(self, letter, count):
        """Append the head of a list, tuple, dict or set, whose content follows."""
        self.add(letter + struct.pack("<I", count))

    def encode(self, value, depth=0):
        """Append one value.

        Raises
        ------
        Unsupported
            If the value is not serializable, or too large.
        """
        self.values += 1
        if self.values > MOST_VALUES:
            raise UnsupportedTypeError("large")
        if depth > DEEPEST:
            raise UnsupportedTypeError("deep")
        if id(value) in self.numbers:
            self.add(b"r" + struct.pack("<I", self.numbers[id(value)]))
            return
        packed = self.pack(value)
        if self.track and (packed[0] in MUTABLE_NAMES if packed else is_mutable(value)):
            self.numbers[id(value)] = len(self.known)
            self.known.append(value)
        self.encode_packed(value, packed, depth)

    def encode_content(self, value, depth=0):
        """Append one value itself, also where it is known."""
        self.encode_packed(value, self.pack(value), depth)

    def pack(self, value):
        """Return the name and the payload of a value that is not of a simple type, or None."""
        if type(value) in SIMPLE or (
            isinstance(value, (np.ndarray, np.generic)) and is_simple_dtype(value.dtype)
        ):
            return None
        return pack_value(value, self.classes)

    def encode_packed(self, value, packed, depth):
        if packed is None:
            self.encode_simple(value, depth)
            return
        self.add(b"x")
        track, self.track = self.track, False
        self.encode(packed[0], depth + 1)
        self.encode(packed[1], depth + 1)
        self.track = track

    def encode_simple(self, value, depth):
        kind = type(value)
        if value is None:
            self.add(b"N")
        elif value is True or value is False:
            self.add(b"T" if value else b"F")
        elif isinstance(value, np.generic):
            self.encode_number(value)
        elif isinstance(value, int) and kind is not type:
            value = int(value)
            length = value.bit_length() // 8 + 1
            if length > LONGEST_INT:
                raise UnsupportedTypeError("large")
            content = value.to_bytes(length, "little", signed=True)
            self.add(b"i" + struct.pack("<H", length) + content)
        elif isinstance(value, float):
            self.add(b"f" + struct.pack("<d", value))
        elif isinstance(value, complex):
            self.add(b"c" + struct.pack("<dd", value.real, value.imag))
        elif isinstance(value, str):
            content = str(value).encode("utf-8", "surrogatepass")
            self.add(b"s" + struct.pack("<I", len(content)) + content)
        elif isinstance(value, bytes):
            self.add(b"b" + struct.pack("<I", len(value)) + bytes(value))
        elif kind in CONTAINERS:
            self.encode_container(value, kind, depth)
        elif isinstance(value, np.ndarray) and is_simple_dtype(value.dtype):
            self.encode_array(np.asarray(value))
        else:
            self.encode_other(value, depth)

    def encode_container(self, value, kind, depth):
        """Append a list, tuple, dict or set; `kind` is that type, `value` can be a subclass's."""
        if kind is dict:
            self.begin(b"d", len(value))
            for key, inner in dict.items(value):
                self.encode(key, depth + 1)
                self.encode(inner, depth + 1)
        elif not (kind in (list, tuple) and self.encode_numbers(value, kind)):
            self.begin(CONTAINERS[kind], len(value))
            for inner in kind.__iter__(value):
                self.encode(inner, depth + 1)

    def encode_numbers(self, value, kind):
        """Append a long list or tuple of numbers as an array; return whether that was possible."""
        if len(value) < SHORTEST_PACKED or type(value[0]) not in (int, float):
            return False
        if any(type(inner) is not type(value[0]) for inner in value):
            return False
        code = "q" if type(value[0]) is int else "d"
        try:
            content = array.array(code, value).tobytes()
        except OverflowError:
            return False
        self.begin(b"h" + code.encode() + CONTAINERS[kind], len(value))
        self.add(content)
        return True

    def encode_other(self, value, depth):
        """Append a value of a type that is not listed: as the container from which it derives."""
        for kind in CONTAINERS:
            if isinstance(value, kind):
                self.encode_container(value, kind, depth)
                return
        if hasattr(value, "__next__"):
            raise UnsupportedTypeError("generator")
        raise UnsupportedTypeError("function" if callable(value) else "object")

    def encode_number(self, value):
        kind = np.dtype(value.dtype).newbyteorder("<").str
        if kind in KINDS:
            self.add(b"g" + bytes([KINDS.index(kind)]) + value.astype(kind).tobytes())
        elif isinstance(value, np.str_):
            self.encode(value.item())
        else:
            raise UnsupportedTypeError("object")

    def encode_array(self, values):
        if values.ndim > MOST_AXES or values.nbytes > LARGEST:
            raise UnsupportedTypeError("large")
        kind = values.dtype.newbyteorder("<").str
        shape = struct.pack(f"<B{values.ndim}I", values.ndim, *values.shape)
        if kind in KINDS:
            head = b"a" + bytes([KINDS.index(kind)])
        else:
            head = b"u" + struct.pack("<I", values.dtype.itemsize // 4)
        self.add(head + shape)
        self.add(values.astype(values.dtype.newbyteorder("<")).tobytes())


def is_simple_dtype(dtype):
    """Return whether an array of a dtype is sent as its numbers or characters."""
    return dtype.kind == "U" or dtype.newbyteorder("<").str in KINDS


def is_mutable(value):
    """Return whether a value that is not packed is numbered in a call."""
    return type(value) in (list, dict, set) or isinstance(value, np.ndarray)


CONTAINERS = {list: b"l", tuple: b"t", dict: b"d", set: b"e", frozenset: b"z"}


def dumps(value):
    """Return one value as bytes."""
    encoder = Encoder()
    encoder.encode(value)
    return encoder.message()
