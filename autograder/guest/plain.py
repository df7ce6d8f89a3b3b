"""Plain data as bytes, and back: the only thing that student code and the examiner exchange.

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


class Unsupported(Exception):
    """No plain data; its text says why: object, function, generator, deep or large."""


class Garbled(Exception):
    """Bytes that are no message."""
