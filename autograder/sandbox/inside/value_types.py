"""Types that are serialized as a name and a payload of simpler values.

`pack_value` takes a value apart, `build_value` checks a payload and puts it together. Both ends of
the connection use the same functions. Only types that are listed here are built: nothing is
imported or evaluated that a message names.
"""

import collections
import dataclasses
import datetime
import decimal
import enum
import fractions
import math
import pathlib
import random
import re
import sys
import zoneinfo

import numpy as np

LONGEST_DECIMAL = 10_000  # characters
MOST_FIELDS = 1000
# Kinds of numpy's dtypes whose bytes are copied as they are.
COPIED_KINDS = "biufcSUMm"
DTYPE = re.compile(r"[<>|=]?[biufcSUMm]\d*(\[[0-9a-zA-Zμ]+\])?")
BIT_GENERATORS = ("PCG64", "PCG64DXSM", "MT19937", "Philox", "SFC64")
CONSTANTS = {"Ellipsis": Ellipsis, "NotImplemented": NotImplemented}


def pack_zone(zone):
    """Return a time zone as None, a number of seconds, or a name."""
    if zone is None:
        return None
    if type(zone) is datetime.timezone:
        return zone.utcoffset(None).total_seconds()
    if type(zone) is zoneinfo.ZoneInfo and zone.key:
        return zone.key
    raise TypeError


def build_zone(zone):
    """Build a time zone."""
    if zone is None:
        return None
    if isinstance(zone, str):
        return zoneinfo.ZoneInfo(zone)
    return datetime.timezone(datetime.timedelta(seconds=zone))


def pack_datetime(value):
    """Take a time with a date apart."""
    return (*value.timetuple()[:6], value.microsecond, value.fold, pack_zone(value.tzinfo))


def build_datetime(payload):
    """Build a time with a date."""
    *parts, fold, zone = payload
    return datetime.datetime(*parts, fold=fold, tzinfo=build_zone(zone))


def pack_time(value):
    """Take a time of a day apart."""
    return (
        value.hour, value.minute, value.second, value.microsecond, value.fold,
        pack_zone(value.tzinfo),
    )  # fmt: skip


def build_time(payload):
    """Build a time of a day."""
    *parts, fold, zone = payload
    return datetime.time(*parts, fold=fold, tzinfo=build_zone(zone))


def build_decimal(text):
    """Build a decimal number."""
    if len(text) > LONGEST_DECIMAL:
        raise ValueError
    return decimal.Decimal(text)


def pack_dtype(dtype):
    """Return a dtype as text, or as a list of (name, dtype, shape) for a structured one."""
    if dtype.names is not None:
        fields = []
        for name in dtype.names:
            field = dtype.fields[name][0]
            base, shape = field.subdtype or (field, ())
            fields.append((name, pack_dtype(base), shape))
        return fields
    if dtype.kind not in COPIED_KINDS or dtype.hasobject:
        raise TypeError
    return dtype.str


def build_dtype(payload, depth=0):
    """Build a dtype."""
    if isinstance(payload, str):
        if not DTYPE.fullmatch(payload):
            raise ValueError
        return np.dtype(payload)
    if depth > 3 or len(payload) > MOST_FIELDS:
        raise ValueError
    return np.dtype(
        [(str(name), build_dtype(kind, depth + 1), tuple(shape)) for name, kind, shape in payload]
    )


def pack_array(array):
    """Take an array apart: its values, or its bytes."""
    if array.dtype == object:
        return ("objects", (array.shape, list(array.ravel())))
    dtype = pack_dtype(array.dtype)
    # Without the padding of a structured dtype, which could hold anything.
    content = np.ascontiguousarray(array, build_dtype(dtype)).tobytes()
    return ("array", (dtype, array.shape, content))


def build_array(payload):
    """Build an array from its bytes."""
    dtype, shape, content = payload
    dtype = build_dtype(dtype)
    if not dtype.itemsize and math.prod(shape) > len(content):
        raise ValueError
    return np.frombuffer(bytearray(content), dtype, count=-1).reshape(shape)


def build_objects(payload):
    """Build an array of objects."""
    shape, items = payload
    array = np.empty(len(items), dtype=object)
    for place, item in enumerate(items):
        array[place] = item
    return array.reshape(shape)


def build_scalar(payload):
    """Build one of numpy's numbers or dates."""
    return build_array(payload).reshape(())[()]


def pack_generator(generator):
    """Take numpy's generator apart."""
    return (type(generator.bit_generator).__name__, generator.bit_generator.state)


def build_generator(payload):
    """Build numpy's generator."""
    name, state = payload
    if name not in BIT_GENERATORS:
        raise ValueError
    generator = np.random.Generator(getattr(np.random, name)(0))
    generator.bit_generator.state = check_state(state)
    return generator


def check_state(state):
    """Return a state of numpy's MT19937, or of another generator, if its position is valid."""
    inner = state["state"]
    if "key" in inner and not 0 <= inner["pos"] <= 624:
        raise ValueError
    return state


def build_random_state(state):
    """Build numpy's old generator."""
    generator = np.random.RandomState(0)
    generator.set_state(check_state(state))
    return generator


def build_random(state):
    """Build the standard library's generator."""
    generator = random.Random(0)
    set_random_state(generator, state)
    return generator


def replace_content(old, new):
    """Give a mutable value the content of another one of the same type.

    Raises
    ------
    ValueError
        If the types, or an array's shape or dtype, are different.
    """
    if type(old) is not type(new):
        raise ValueError
    if isinstance(old, np.ndarray):
        if new.shape != old.shape or new.dtype != old.dtype:
            raise ValueError
        old[...] = new
    elif isinstance(old, (list, bytearray)):
        old[:] = new
    elif isinstance(old, (dict, set, collections.deque)):
        old.clear()
        (old.extend if isinstance(old, collections.deque) else old.update)(new)
    elif isinstance(old, np.random.Generator):
        old.bit_generator.state = new.bit_generator.state
    elif isinstance(old, np.random.RandomState):
        old.set_state(new.get_state(legacy=False))
    elif isinstance(old, random.Random):
        old.setstate(new.getstate())
    else:  # a table or a column of pandas
        old.__init__(new)


def set_random_state(generator, state):
    """Set the state of the standard library's generator.

    Raises
    ------
    ValueError
        If the state does not have the right form.
    """
    version, numbers, gauss = state
    if len(numbers) != 625 or not 0 <= numbers[-1] <= 624:
        raise ValueError
    generator.setstate((version, tuple(numbers), gauss))


def build_namedtuple(payload):
    """Build a namedtuple of a new class."""
    name, fields, values = payload
    if len(fields) > MOST_FIELDS:
        raise ValueError
    return collections.namedtuple(name, fields)._make(values)


# By exact type: the name and the function that takes a value apart.
PACKERS = {
    decimal.Decimal: ("decimal", str),
    fractions.Fraction: ("fraction", lambda value: (value.numerator, value.denominator)),
    datetime.date: ("date", lambda value: (value.year, value.month, value.day)),
    datetime.datetime: ("datetime", pack_datetime),
    datetime.time: ("time", pack_time),
    datetime.timedelta: (
        "timedelta", lambda value: (value.days, value.seconds, value.microseconds),
    ),
    range: ("range", lambda value: (value.start, value.stop, value.step)),
    slice: ("slice", lambda value: (value.start, value.stop, value.step)),
    type(Ellipsis): ("constant", str),
    type(NotImplemented): ("constant", str),
    bytearray: ("bytearray", bytes),
    collections.Counter: ("counter", dict),
    collections.OrderedDict: ("ordered", lambda value: list(value.items())),
    collections.deque: ("deque", lambda value: (list(value), value.maxlen)),
    pathlib.PosixPath: ("path", str),
    type({}.keys()): ("keys", list),
    type({}.values()): ("values", list),
    type({}.items()): ("items", list),
    np.random.Generator: ("generator", pack_generator),
    np.random.RandomState: ("random_state", lambda value: value.get_state(legacy=False)),
    random.Random: ("random", lambda value: value.getstate()),
}  # fmt: skip
BUILDERS = {
    "decimal": build_decimal,
    "fraction": lambda payload: fractions.Fraction(*payload),
    "date": lambda payload: datetime.date(*payload),
    "datetime": build_datetime,
    "time": build_time,
    "timedelta": lambda payload: datetime.timedelta(*payload),
    "range": lambda payload: range(*payload),
    "slice": lambda payload: slice(*payload),
    "constant": lambda payload: CONSTANTS[payload],
    "bytearray": bytearray,
    "counter": collections.Counter,
    "ordered": collections.OrderedDict,
    "deque": lambda payload: collections.deque(payload[0], payload[1]),
    "keys": lambda payload: dict.fromkeys(payload).keys(),
    "values": lambda payload: dict(enumerate(payload)).values(),
    "items": lambda payload: dict(payload).items(),
    "path": pathlib.PurePosixPath if sys.platform == "win32" else pathlib.Path,
    "dtype": build_dtype,
    "array": build_array,
    "objects": build_objects,
    "scalar": build_scalar,
    "generator": build_generator,
    "random_state": build_random_state,
    "random": build_random,
    "namedtuple": build_namedtuple,
}


def pack_value(value, classes):
    """Take a value apart.

    Parameters
    ----------
    value : object
    classes : dict of str to type
        Classes that the instructor's notebook defines, which both ends have.

    Returns
    -------
    tuple of (str, object) or None
        Name and payload; None if the value is not of a listed type.
    """
    kind = type(value)
    try:
        if kind in PACKERS:
            name, pack = PACKERS[kind]
            return name, pack(value)
        if isinstance(value, np.dtype):
            return "dtype", pack_dtype(value)
        if isinstance(value, np.ndarray):
            return pack_array(np.asarray(value))
        if isinstance(value, np.generic):
            return "scalar", pack_array(np.asarray(value))[1]
        if classes.get(kind.__name__) is kind:
            return pack_shared(value, kind)
        if issubclass(kind, tuple) and isinstance(vars(kind).get("_fields"), tuple):
            return "namedtuple", (kind.__name__, kind._fields, tuple(value))
        library = kind.__module__.partition(".")[0]
        if library in ("pandas", "scipy"):
            from autograder.sandbox.inside import table_types

            return table_types.pack_table(value)
    except (TypeError, ValueError, AttributeError):
        return None
    return None


def pack_shared(value, kind):
    """Take apart a value of a class that both ends have."""
    if issubclass(kind, enum.Enum):
        return "enum", (kind.__name__, value.name)
    if dataclasses.is_dataclass(kind):
        fields = {field.name: getattr(value, field.name) for field in dataclasses.fields(kind)}
        return "dataclass", (kind.__name__, fields)
    if issubclass(kind, tuple):
        return "tuple of", (kind.__name__, tuple(value))
    return None


def is_shared(kind):
    """Return whether values of a class of the instructor's notebook are sent by value."""
    return isinstance(kind, type) and (
        issubclass(kind, enum.Enum)
        or dataclasses.is_dataclass(kind)
        or (issubclass(kind, tuple) and hasattr(kind, "_fields"))
    )


def build_shared(name, payload, classes):
    """Build a value of a class that both ends have.

    Raises
    ------
    Exception
        If the payload does not fit.
    """
    kind = classes[payload[0]]
    if name == "enum":
        return kind[payload[1]]
    if name == "tuple of":
        return kind._make(payload[1])
    known = {field.name for field in dataclasses.fields(kind)}
    if set(payload[1]) != known:
        raise ValueError
    value = object.__new__(kind)
    for field, content in payload[1].items():
        object.__setattr__(value, field, content)
    return value


def build_value(name, payload, classes):
    """Build a value from its name and payload.

    Raises
    ------
    Exception
        Of any class, if the payload does not fit.
    """
    if name in BUILDERS:
        return BUILDERS[name](payload)
    if name in ("enum", "dataclass", "tuple of"):
        return build_shared(name, payload, classes)
    from autograder.sandbox.inside import table_types

    return table_types.build_table(name, payload)
