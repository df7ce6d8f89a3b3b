"""Decode the messages of `autograder.sandbox.inside.serialization`.

Nothing is evaluated or imported, and each length is checked against what is there before anything
is built.
"""

import array
import struct

import numpy as np

from autograder.sandbox.inside.serialization import (
    DEEPEST,
    KINDS,
    LARGEST,
    LONGEST_INT,
    MOST_AXES,
    MOST_VALUES,
    MUTABLE_NAMES,
)
from autograder.sandbox.inside.value_types import build_value


class DecodeError(Exception):
    """Bytes that are not a valid message."""


class Decoder:
    """Decode bytes to values.

    Parameters
    ----------
    message : bytes
    known : list, optional
        The call's mutable values, which the message may name by number.
    track : bool
        Add what is built to `known`.
    classes : dict of str to type
        See `Encoder`.

    Attributes
    ----------
    known : list
    """

    def __init__(self, message, known=(), track=False, classes=None):
        self.classes = classes or {}
        self.rest, self.place, self.values = memoryview(message), 0, 0
        self.known, self.track = list(known), track

    def take(self, length):
        if length > len(self.rest) - self.place:
            raise DecodeError("the message ends too early")
        part = self.rest[self.place : self.place + length]
        self.place += length
        return part

    def unpack(self, form):
        return struct.unpack(form, self.take(struct.calcsize(form)))

    def count(self, smallest=1):
        """Return the number of values to come, of at least so many bytes each."""
        (number,) = self.unpack("<I")
        if number * smallest > len(self.rest) - self.place:
            raise DecodeError("more values announced than there are")
        return number

    def end(self):
        """Check that no bytes are left over.

        Raises
        ------
        DecodeError
            If something is.
        """
        if self.place != len(self.rest):
            raise DecodeError("something follows the message")

    def decode(self, depth=0):
        """Build and return the next value.

        Raises
        ------
        DecodeError
            If there is none.
        """
        self.values += 1
        if self.values > MOST_VALUES or depth > DEEPEST + 1:
            raise DecodeError("too many values, or too deep")
        letter = bytes(self.take(1))
        build = self.BUILDERS.get(letter)
        if build is None:
            raise DecodeError("no such kind of value")
        return build(self, depth)

    def remember(self, value):
        if self.track:
            self.known.append(value)

    def build_integer(self, depth):
        (length,) = self.unpack("<H")
        if length > LONGEST_INT:
            raise DecodeError("an int too long")
        return int.from_bytes(self.take(length), "little", signed=True)

    def build_text(self, depth):
        try:
            return str(self.take(self.count()), "utf-8", "surrogatepass")
        except UnicodeDecodeError:
            raise DecodeError("a str that is not UTF-8") from None

    def items(self, depth):
        return [self.decode(depth + 1) for _ in range(self.count())]

    def build_list(self, depth):
        # Numbered before its content, in the order in which the encoder met it.
        result = []
        self.remember(result)
        result.extend(self.items(depth))
        return result

    def members(self, depth):
        items = self.items(depth)
        if not all(map(hashable, items)):
            raise DecodeError("a member of a set that cannot be one")
        return items

    def build_set(self, depth):
        result = set()
        self.remember(result)
        result.update(self.members(depth))
        return result

    def build_dict(self, depth):
        result = {}
        self.remember(result)
        for _ in range(self.count(smallest=2)):
            key = self.decode(depth + 1)
            if not hashable(key):
                raise DecodeError("a key that cannot be one")
            result[key] = self.decode(depth + 1)
        return result

    def kind(self):
        (number,) = self.unpack("<B")
        if number >= len(KINDS):
            raise DecodeError("no such kind of number")
        return np.dtype(KINDS[number])

    def build_number(self, depth):
        kind = self.kind()
        return self.numbers(kind, kind.itemsize)[0]

    def elements(self, kind):
        (axes,) = self.unpack("<B")
        if axes > MOST_AXES:
            raise DecodeError("too many axes")
        shape = self.unpack(f"<{axes}I")
        count = 1
        for length in shape:
            # Also with a zero among the lengths, whose product hides the others' size.
            count *= max(length, 1)
            if count > LARGEST:
                raise DecodeError("an array too large")
        size = 0 if 0 in shape else count
        result = self.numbers(kind, size * kind.itemsize).reshape(shape)
        self.remember(result)
        return result

    def numbers(self, kind, size):
        """Return a flat, writable array with its own memory."""
        content = bytearray(self.take(size))
        if kind.kind == "b":
            # Bytes other than 0 and 1 would be a third truth value.
            return np.frombuffer(content, np.uint8) != 0
        return np.frombuffer(content, kind)

    def build_array(self, depth):
        return self.elements(self.kind())

    def build_texts(self, depth):
        (width,) = self.unpack("<I")
        if width > LARGEST:
            raise DecodeError("a str too long")
        result = self.elements(np.dtype(f"<U{max(width, 1)}"))
        if result.reshape(-1).view("<u4").max(initial=0) > 0x10FFFF:
            raise DecodeError("no such character")
        return result

    def build_reference(self, depth):
        (number,) = self.unpack("<I")
        if number >= len(self.known):
            raise DecodeError("no such argument")
        return self.known[number]

    def build_packed_numbers(self, depth):
        code, letter = bytes(self.take(1)), bytes(self.take(1))
        if code not in (b"q", b"d") or letter not in (b"l", b"t"):
            raise DecodeError("no such kind of number")
        numbers = array.array(code.decode())
        numbers.frombytes(self.take(8 * self.count(smallest=8)))
        result = numbers.tolist()
        if letter == b"t":
            return tuple(result)
        self.remember(result)
        return result

    def build_other(self, depth):
        track, self.track, slot = self.track, False, len(self.known)
        name = self.decode(depth + 1)
        if not isinstance(name, str):
            raise DecodeError("a type without a name")
        if track and name in MUTABLE_NAMES:
            self.known.append(None)
        payload = self.decode(depth + 1)
        try:
            value = build_value(name, payload, self.classes)
        except Exception:  # whatever error a forged payload causes in a library
            raise DecodeError("a payload that does not fit its type") from None
        self.track = track
        if track and name in MUTABLE_NAMES:
            self.known[slot] = value
        return value

    BUILDERS = {  # noqa: RUF012, the one table
        b"N": lambda self, depth: None,
        b"T": lambda self, depth: True,
        b"F": lambda self, depth: False,
        b"i": build_integer,
        b"f": lambda self, depth: self.unpack("<d")[0],
        b"c": lambda self, depth: complex(*self.unpack("<dd")),
        b"s": build_text,
        b"b": lambda self, depth: bytes(self.take(self.count())),
        b"l": build_list,
        b"t": lambda self, depth: tuple(self.items(depth)),
        b"e": build_set,
        b"z": lambda self, depth: frozenset(self.members(depth)),
        b"d": build_dict,
        b"a": build_array,
        b"u": build_texts,
        b"g": build_number,
        b"h": build_packed_numbers,
        b"x": build_other,
        b"r": build_reference,
    }


def hashable(value):
    """Return whether a decoded value can be a key."""
    try:
        hash(value)
    except TypeError:
        return False
    return True


def loads(message):
    """Return one value from bytes."""
    decoder = Decoder(message)
    value = decoder.decode()
    decoder.end()
    return value


def receive(read):
    """Receive and return one message.

    Parameters
    ----------
    read : callable
        Takes a number, returns exactly so many bytes.

    Returns
    -------
    bytes

    Raises
    ------
    DecodeError
        If its length is impossible.
    """
    (length,) = struct.unpack("<I", read(4))
    if length > LARGEST + 64:
        raise DecodeError("a message too large")
    return read(length)
