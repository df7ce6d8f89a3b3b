"""Bytes to plain data, see `autograder.guest.plain`."""

import struct

import numpy as np

from autograder.guest.plain import (
    DEEPEST,
    HASHABLE,
    KINDS,
    LARGEST,
    LONGEST_INT,
    MOST_AXES,
    MOST_VALUES,
    Garbled,
)


class Decoder:
    """Bytes to values.

    Parameters
    ----------
    message : bytes
    known : list, optional
        The call's lists, dicts, sets and arrays, which the message may name by number.
    track : bool
        Add what is built to `known`.

    Attributes
    ----------
    known : list
    """

    def __init__(self, message, known=(), track=False):
        self.rest, self.place, self.values = memoryview(message), 0, 0
        self.known, self.track = list(known), track

    def take(self, length):
        if length > len(self.rest) - self.place:
            raise Garbled("the message ends too early")
        part = self.rest[self.place : self.place + length]
        self.place += length
        return part

    def unpack(self, form):
        return struct.unpack(form, self.take(struct.calcsize(form)))

    def count(self, smallest=1):
        """A number of values to come, of at least so many bytes each."""
        (number,) = self.unpack("<I")
        if number * smallest > len(self.rest) - self.place:
            raise Garbled("more values announced than there are")
        return number

    def end(self):
        """Check that nothing is left over.

        Raises
        ------
        Garbled
            If something is.
        """
        if self.place != len(self.rest):
            raise Garbled("something follows the message")

    def decode(self, depth=0):
        """Build the next value.

        Raises
        ------
        Garbled
            If there is none.
        """
        self.values += 1
        if self.values > MOST_VALUES or depth > DEEPEST + 1:
            raise Garbled("too many values, or too deep")
        letter = bytes(self.take(1))
        build = self.BUILDERS.get(letter)
        if build is None:
            raise Garbled("no such kind of value")
        return build(self, depth)

    def remember(self, value):
        if self.track:
            self.known.append(value)

    def build_integer(self, depth):
        (length,) = self.unpack("<H")
        if length > LONGEST_INT:
            raise Garbled("an int too long")
        return int.from_bytes(self.take(length), "little", signed=True)

    def build_text(self, depth):
        try:
            return str(self.take(self.count()), "utf-8", "surrogatepass")
        except UnicodeDecodeError:
            raise Garbled("a str that is not UTF-8") from None

    def items(self, depth):
        return [self.decode(depth + 1) for _ in range(self.count())]

    def build_list(self, depth):
        # Numbered before what is in it, as the encoder met it.
        result = []
        self.remember(result)
        result.extend(self.items(depth))
        return result

    def members(self, depth):
        items = self.items(depth)
        if not all(map(hashable, items)):
            raise Garbled("a member of a set that cannot be one")
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
                raise Garbled("a key that cannot be one")
            result[key] = self.decode(depth + 1)
        return result

    def kind(self):
        (number,) = self.unpack("<B")
        if number >= len(KINDS):
            raise Garbled("no such kind of number")
        return np.dtype(KINDS[number])

    def build_number(self, depth):
        kind = self.kind()
        return self.numbers(kind, kind.itemsize)[0]

    def elements(self, kind):
        (axes,) = self.unpack("<B")
        if axes > MOST_AXES:
            raise Garbled("too many axes")
        shape = self.unpack(f"<{axes}I")
        count = 1
        for length in shape:
            # Also with a zero among the lengths, whose product hides the others' size.
            count *= max(length, 1)
            if count > LARGEST:
                raise Garbled("an array too large")
        size = 0 if 0 in shape else count
        result = self.numbers(kind, size * kind.itemsize).reshape(shape)
        self.remember(result)
        return result

    def numbers(self, kind, size):
        """A flat array of its own memory, which can be written to."""
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
            raise Garbled("a str too long")
        result = self.elements(np.dtype(f"<U{max(width, 1)}"))
        if result.reshape(-1).view("<u4").max(initial=0) > 0x10FFFF:
            raise Garbled("no such character")
        return result

    def build_reference(self, depth):
        (number,) = self.unpack("<I")
        if number >= len(self.known):
            raise Garbled("no such argument")
        return self.known[number]

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
        b"r": build_reference,
    }


def hashable(value):
    """Whether a decoded value can be a key: no list, dict, set or array in it."""
    if isinstance(value, (tuple, frozenset)):
        return all(map(hashable, value))
    return isinstance(value, HASHABLE)


def loads(message):
    """One value from bytes."""
    decoder = Decoder(message)
    value = decoder.decode()
    decoder.end()
    return value


def receive(read):
    """Receive one message.

    Parameters
    ----------
    read : callable
        Takes a number, returns exactly so many bytes.

    Returns
    -------
    bytes

    Raises
    ------
    Garbled
        If its length is impossible.
    """
    (length,) = struct.unpack("<I", read(4))
    if length > LARGEST + 64:
        raise Garbled("a message too large")
    return read(length)
