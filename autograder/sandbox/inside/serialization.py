"""Serialize values for the exchange between the test runner and the student's process.

The two processes exchange nothing else.

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
    r n        the n-th list, dict, set or array of the call's arguments, itself (u32)

The lists, dicts, sets and arrays of a call are numbered in the order in which they begin. So the
answer can say which of them the function returned or changed in place.
"""

import struct

import numpy as np

LARGEST = 32 * 2**20  # bytes of one message
MOST_VALUES = 1_000_000
DEEPEST = 100
LONGEST_INT = 1024  # bytes
MOST_AXES = 16
KINDS = ("|b1", "|i1", "<i2", "<i4", "<i8", "|u1", "<u2", "<u4", "<u8",
         "<f2", "<f4", "<f8", "<c8", "<c16")  # fmt: skip
MUTABLE = (list, dict, set, np.ndarray)
HASHABLE = (type(None), bool, int, float, complex, str, bytes, tuple, frozenset, np.generic)


class UnsupportedTypeError(Exception):
    """A value that cannot be sent; the text says why: object, function, deep or large."""


class DecodeError(Exception):
    """Bytes that are not a valid message."""


class Encoder:
    """Encode values as bytes.

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
            raise UnsupportedTypeError("generator")
        else:
            raise UnsupportedTypeError("function" if callable(value) else "object")

    def encode_number(self, value):
        kind = np.dtype(value.dtype).newbyteorder("<").str
        if kind in KINDS:
            self.add(b"g" + bytes([KINDS.index(kind)]) + value.astype(kind).tobytes())
        elif isinstance(value, (np.str_, np.bytes_)):
            self.encode(value.item())
        else:
            raise UnsupportedTypeError("object")

    def encode_array(self, array):
        if array.ndim > MOST_AXES or array.nbytes > LARGEST:
            raise UnsupportedTypeError("large")
        kind = array.dtype.newbyteorder("<").str
        shape = struct.pack(f"<B{array.ndim}I", array.ndim, *array.shape)
        if kind in KINDS:
            head = b"a" + bytes([KINDS.index(kind)])
        elif array.dtype.kind == "U":
            head = b"u" + struct.pack("<I", array.dtype.itemsize // 4)
        else:
            raise UnsupportedTypeError("object")
        self.add(head + shape)
        self.add(array.astype(array.dtype.newbyteorder("<")).tobytes())


def dumps(value):
    """Return one value as bytes."""
    encoder = Encoder()
    encoder.encode(value)
    return encoder.message()


class Decoder:
    """Decode bytes to values.

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
    """Return whether a decoded value can be a key: no list, dict, set or array in it."""
    if isinstance(value, (tuple, frozenset)):
        return all(map(hashable, value))
    return isinstance(value, HASHABLE)


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
