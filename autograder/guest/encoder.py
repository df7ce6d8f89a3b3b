"""Plain data to bytes, see `autograder.guest.plain`."""

import struct

import numpy as np

from autograder.guest.plain import (
    DEEPEST,
    KINDS,
    LARGEST,
    LONGEST_INT,
    MOST_AXES,
    MOST_VALUES,
    MUTABLE,
    Unsupported,
)


class Encoder:
    """Values to bytes.

    Parameters
    ----------
    known : list, optional
        The call's lists, dicts, sets and arrays, in order: they become references.
    track : bool
        Number each list, dict, set and array that is encoded, and add it to `known`.

    Attributes
    ----------
    known : list
    """

    def __init__(self, known=(), track=False):
        self.parts, self.size, self.values, self.track = [], 0, 0, track
        # The objects are kept, since an id may come again once its object is gone.
        self.known = list(known)
        self.numbers = {id(value): number for number, value in enumerate(self.known)}

    def add(self, part):
        self.size += len(part)
        if self.size > LARGEST:
            raise Unsupported("large")
        self.parts.append(part)

    def message(self):
        """All that was encoded, as bytes."""
        return b"".join(self.parts)

    def begin(self, letter, count):
        """Append the head of a list, tuple, dict or set; what is in it follows."""
        self.add(letter + struct.pack("<I", count))

    def encode(self, value, depth=0):
        """Append one value.

        Raises
        ------
        Unsupported
            If it is no plain data, or too much of it.
        """
        self.values += 1
        if self.values > MOST_VALUES:
            raise Unsupported("large")
        if depth > DEEPEST:
            raise Unsupported("deep")
        if id(value) in self.numbers:
            self.add(b"r" + struct.pack("<I", self.numbers[id(value)]))
            return
        if self.track and isinstance(value, MUTABLE):
            self.numbers[id(value)] = len(self.known)
            self.known.append(value)
        self.encode_content(value, depth)

    def encode_content(self, value, depth=0):
        """Append one value itself, also where it is known."""
        if value is None:
            self.add(b"N")
        elif value is True or value is False:
            self.add(b"T" if value else b"F")
        elif isinstance(value, np.generic):
            self.encode_number(value)
        elif isinstance(value, int):
            value = int(value)
            length = value.bit_length() // 8 + 1
            if length > LONGEST_INT:
                raise Unsupported("large")
            content = value.to_bytes(length, "little", signed=True)
            self.add(b"i" + struct.pack("<H", length) + content)
        elif isinstance(value, float):
            self.add(b"f" + struct.pack("<d", value))
        elif isinstance(value, complex):
            self.add(b"c" + struct.pack("<dd", value.real, value.imag))
        elif isinstance(value, str):
            content = str(value).encode("utf-8", "surrogatepass")
            self.add(b"s" + struct.pack("<I", len(content)) + content)
        elif isinstance(value, (bytes, bytearray)):
            self.add(b"b" + struct.pack("<I", len(value)) + bytes(value))
        elif isinstance(value, np.ndarray):
            self.encode_array(np.asarray(value))
        elif isinstance(value, dict):
            self.begin(b"d", len(value))
            for key, inner in value.items():
                self.encode(key, depth + 1)
                self.encode(inner, depth + 1)
        elif isinstance(value, (list, tuple, set, frozenset)):
            letters = {list: b"l", tuple: b"t", set: b"e", frozenset: b"z"}
            letter = next(letters[kind] for kind in letters if isinstance(value, kind))
            self.begin(letter, len(value))
            for inner in value:
                self.encode(inner, depth + 1)
        elif hasattr(value, "__next__"):
            raise Unsupported("generator")
        else:
            raise Unsupported("function" if callable(value) else "object")

    def encode_number(self, value):
        kind = np.dtype(value.dtype).newbyteorder("<").str
        if kind in KINDS:
            self.add(b"g" + bytes([KINDS.index(kind)]) + value.astype(kind).tobytes())
        elif isinstance(value, (np.str_, np.bytes_)):
            self.encode(value.item())
        else:
            raise Unsupported("object")

    def encode_array(self, array):
        if array.ndim > MOST_AXES or array.nbytes > LARGEST:
            raise Unsupported("large")
        kind = array.dtype.newbyteorder("<").str
        shape = struct.pack(f"<B{array.ndim}I", array.ndim, *array.shape)
        if kind in KINDS:
            head = b"a" + bytes([KINDS.index(kind)])
        elif array.dtype.kind == "U":
            head = b"u" + struct.pack("<I", array.dtype.itemsize // 4)
        else:
            raise Unsupported("object")
        self.add(head + shape)
        self.add(array.astype(array.dtype.newbyteorder("<")).tobytes())


def dumps(value):
    """One value as bytes."""
    encoder = Encoder()
    encoder.encode(value)
    return encoder.message()
