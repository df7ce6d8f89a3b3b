"""Use objects of another process by reference.

Two processes are connected, the test runner and the student's process. Each has a `Peer`. A value
of a listed type is copied, see `serialization`. Any other object stays in its process, and the
other one gets a proxy that forwards each operation. The bytes of a reference are::

    o n d a    an object of the sender, for the first time: its number (u32), a description, and
               None or a tuple with the value that may be used in its place
    p n a      the same object again
    m n        an object of the receiver, by its number (u32)
    G v v      a class or function that both processes can import: module and name
    E c a t d  an exception: class, arguments, text, attributes
"""

import builtins
import operator
import struct
import sys

import numpy as np

from autograder.sandbox.inside.deserialization import DecodeError, Decoder
from autograder.sandbox.inside.proxies import (
    FORWARDED,
    RemoteObject,
    RemoteType,
    StudentIterator,
    build_proxy_class,
    has_method,
    is_proxy,
)
from autograder.sandbox.inside.serialization import CONTAINERS, Encoder, UnsupportedTypeError

MOST_OBJECTS = 1_000_000
LONGEST_TEXT = 100_000  # characters of an exception's text
MOST_BASES = 50
NUMBER = struct.Struct("<I")


def run_special(target, name, *args, **options):
    """Run a special method of an object, as the interpreter does."""
    if name not in FORWARDED:
        raise TypeError(name)
    return getattr(type(target), name)(target, *args, **options)


def make_subclass(name, bases, namespace):
    """Return a new class whose methods are functions of the other process."""
    return type(name, bases, {key: as_method(value) for key, value in namespace.items()})


def as_method(value):
    """Return a function for a proxy of one, because only a function gets `self`."""
    if not is_proxy(value) or not callable(value):
        return value
    return lambda *args, **options: value(*args, **options)


OPERATIONS = {
    "call": lambda target, *args, **options: target(*args, **options),
    "getattr": getattr,
    "setattr": setattr,
    "delattr": delattr,
    "dir": dir,
    "special": run_special,
    "subclass": lambda target, *args: make_subclass(*args),
}


class PeerEncoder(Encoder):
    """Encode values, and references to objects that cannot be copied."""

    def __init__(self, peer, known=(), track=False):
        super().__init__(known, track, peer.classes)
        self.peer = peer

    def encode(self, value, depth=0):
        """Append one value or reference; see `Encoder.encode`."""
        kind = type(value)
        if is_proxy(value):
            self.encode_proxy(value)
        elif isinstance(kind, type) and issubclass(kind, BaseException):
            self.encode_exception(value, depth)
        else:
            super().encode(value, depth)

    def encode_proxy(self, value):
        peer, number = self.peer.find_remote(value)
        if peer is not self.peer:
            raise UnsupportedTypeError("object")
        self.add(b"m" + NUMBER.pack(number))

    def encode_exception(self, error, depth):
        self.add(b"E")
        self.encode_class(type(error), depth + 1)
        args = [arg if self.can_encode(arg) else repr_of(arg) for arg in error.args[:MOST_BASES]]
        self.encode(tuple(args), depth + 1)
        self.encode(text_of(error), depth + 1)
        attributes = {
            name: value
            for name, value in list(vars(error).items())[:MOST_BASES]
            if isinstance(name, str) and not name.startswith("_") and self.can_encode(value)
        }
        self.encode(attributes, depth + 1)

    def can_encode(self, value):
        """Return whether a value can be copied."""
        try:
            Encoder(classes=self.classes).encode(value)
        except UnsupportedTypeError:
            return False
        return True

    def encode_other(self, value, depth):
        """Append a reference to an object."""
        shared = self.peer.find_shared(value)
        if shared:
            self.add(b"G")
            self.encode(shared[0])
            self.encode(shared[1])
        elif type(value) is type or isinstance(value, type):
            self.peer.check_export(value)
            self.encode_class(value, depth)
        else:
            self.peer.check_export(value)
            self.encode_object(value, depth)

    def encode_object(self, value, depth):
        number, is_new = self.peer.number_of(value)
        self.add((b"o" if is_new else b"p") + NUMBER.pack(number))
        if is_new:
            self.encode("object", depth + 1)
            self.describe_class(type(value), depth + 1)
        self.encode(self.alternative(value), depth + 1)

    def alternative(self, value):
        """Return the copy of a list, dict or set of a derived class in a tuple, or None."""
        for kind in CONTAINERS:
            if isinstance(value, kind):
                plain = kind(dict.items(value) if kind is dict else kind.__iter__(value))
                return (plain,) if self.can_encode(plain) else None
        return None

    def encode_class(self, kind, depth):
        shared = self.peer.find_shared(kind)
        if shared:
            self.add(b"G")
            self.encode(shared[0])
            self.encode(shared[1])
        else:
            self.describe_class(kind, depth)

    def describe_class(self, kind, depth):
        """Append a class, from which the other process makes a proxy class."""
        number, is_new = self.peer.number_of(kind)
        self.add((b"o" if is_new else b"p") + NUMBER.pack(number))
        if is_new:
            special = tuple(name for name in FORWARDED if has_special(kind, name))
            self.encode("class", depth + 1)
            self.encode(kind.__name__, depth + 1)
            self.encode(str(kind.__module__), depth + 1)
            bases = [base for base in kind.__bases__ if base is not object][:MOST_BASES]
            self.begin(b"l", len(bases))
            for base in bases:
                self.encode_class(base, depth + 1)
            self.encode(special, depth + 1)
        self.encode(None)


def has_special(kind, name):
    """Return whether instances of a class have a special method."""
    # Not `getattr`, which also finds the methods of the class itself, as type.__call__.
    found = (vars(base)[name] for base in kind.__mro__ if name in vars(base))
    return next(found, None) is not None


def repr_of(value):
    """Return the representation of a value, cut to a length."""
    try:
        return repr(value)[:LONGEST_TEXT]
    except Exception:
        return "an object"


def text_of(error):
    """Return the text of an exception, cut to a length."""
    try:
        return str(error)[:LONGEST_TEXT]
    except Exception:
        return ""


class PeerDecoder(Decoder):
    """Decode values and references.

    Parameters
    ----------
    peer : Peer
    message : bytes
    known, track
        See `Decoder`.
    place : str
        Where in the test the value appears, for `Peer.accept`.
    """

    def __init__(self, peer, message, known=(), track=False, place=""):
        super().__init__(message, known, track, peer.classes)
        self.peer, self.location = peer, place

    def build_new(self, depth):
        (number,) = self.unpack("<I")
        kind = self.decode(depth + 1)
        if kind == "class":
            made = self.build_class(number, depth)
        elif kind == "object":
            made = self.peer.add_proxy(number, self.decode_class(depth))
        else:
            raise DecodeError("no such kind of reference")
        return self.choose(made, depth)

    def build_class(self, number, depth):
        name, module = self.decode(depth + 1), self.decode(depth + 1)
        if bytes(self.take(1)) != b"l":
            raise DecodeError("no list of base classes")
        bases = [self.decode_class(depth) for _ in range(self.count())]
        special = self.decode(depth + 1)
        if not (isinstance(name, str) and isinstance(module, str) and isinstance(special, tuple)):
            raise DecodeError("no description of a class")
        return self.peer.add_proxy_class(number, name, module, bases, special)

    def decode_class(self, depth):
        """Decode a class that describes another value, and so need not be accepted."""
        location, self.location = self.location, None
        kind = self.decode(depth + 1)
        self.location = location
        if not isinstance(kind, type):
            raise DecodeError("no class")
        return kind

    def build_known(self, depth):
        (number,) = self.unpack("<I")
        return self.choose(self.peer.get_proxy(number), depth)

    def choose(self, made, depth):
        """Return a proxy, or the copy that was sent with it where no proxy is accepted."""
        copied = self.decode(depth + 1)
        if self.location is None:
            return made
        if has_method(made, "__next__") and not self.peer.expects(self.location):
            return StudentIterator(made, self.location)
        if self.peer.accept(made, self.location, copied is not None):
            if not isinstance(made, RemoteType) and isinstance(made, RemoteObject):
                made._remote_place = self.location
            elif isinstance(made, RemoteType):
                self.peer.places.setdefault(made, self.location)
            return made
        if not (isinstance(copied, tuple) and len(copied) == 1):
            raise DecodeError("no copy")
        return copied[0]

    def build_own(self, depth):
        (number,) = self.unpack("<I")
        return self.peer.get_own(number)

    def build_shared_object(self, depth):
        return self.peer.find_import(self.decode(depth + 1), self.decode(depth + 1))

    def build_exception(self, depth):
        kind = self.decode_class(depth)
        args, text = self.decode(depth + 1), self.decode(depth + 1)
        attributes = self.decode(depth + 1)
        if not (issubclass(kind, BaseException) and isinstance(args, tuple)
                and isinstance(text, str) and isinstance(attributes, dict)):  # fmt: skip
            raise DecodeError("no exception")
        return self.peer.build_exception(kind, args, text, attributes)

    BUILDERS = {  # noqa: RUF012, the one table
        **Decoder.BUILDERS,
        b"o": build_new,
        b"p": build_known,
        b"m": build_own,
        b"G": build_shared_object,
        b"E": build_exception,
    }


class Peer:
    """One end of the connection.

    Attributes
    ----------
    classes : dict of str to type
        Classes of the instructor's notebook whose values are copied.
    """

    def __init__(self):
        self.classes = {}
        self.own, self.numbers, self.proxies, self.places = [], {}, {}, {}

    def number_of(self, value):
        """Return the number of an object of this process, and whether it is a new one."""
        if id(value) in self.numbers:
            return self.numbers[id(value)], False
        if len(self.own) >= MOST_OBJECTS:
            raise UnsupportedTypeError("large")
        # The list keeps the object, because an id can come again once its object is gone.
        self.own.append(value)
        self.numbers[id(value)] = len(self.own) - 1
        return len(self.own) - 1, True

    def get_own(self, number):
        if number >= len(self.own):
            raise DecodeError("no such object")
        return self.own[number]

    def get_proxy(self, number):
        if number not in self.proxies:
            raise DecodeError("no such object")
        return self.proxies[number]

    def add_proxy(self, number, kind):
        if not isinstance(kind, RemoteType) or issubclass(kind, BaseException):
            raise DecodeError("an object without a class")
        if number in self.proxies or len(self.proxies) >= MOST_OBJECTS:
            raise DecodeError("an object that is not new")
        proxy = object.__new__(kind)
        object.__setattr__(proxy, "_remote_number", number)
        object.__setattr__(proxy, "_remote_place", "")
        self.proxies[number] = proxy
        return proxy

    def add_proxy_class(self, number, name, module, bases, special):
        if number in self.proxies or len(self.proxies) >= MOST_OBJECTS:
            raise DecodeError("a class that is not new")
        made = build_proxy_class(self, number, name, module, bases, special)
        self.proxies[number] = made
        return made

    def find_remote(self, proxy):
        """Return the peer and the number of a proxy."""
        if isinstance(proxy, RemoteType):
            return type.__getattribute__(proxy, "_remote")
        kind = type(proxy)
        return type.__getattribute__(kind, "_remote")[0], object.__getattribute__(
            proxy, "_remote_number"
        )

    def place_of(self, proxy):
        """Return where in the test a proxy appeared."""
        if isinstance(proxy, RemoteType):
            return self.places.get(proxy, type.__getattribute__(proxy, "__name__"))
        return object.__getattribute__(proxy, "_remote_place")

    def build_exception(self, kind, args, text, attributes):
        """Return an exception of the other process."""
        try:
            is_remote = isinstance(kind, RemoteType)
            error = kind.__new__(kind, *args) if is_remote else kind(*args)
        except Exception:
            error = Exception(text)
        for name, value in attributes.items():
            try:
                BaseException.__setattr__(error, str(name), value)
            except (AttributeError, TypeError):
                continue
        BaseException.__setattr__(error, "_text", text)
        return error

    # What the two ends do differently.

    def find_shared(self, value):
        """Return module and name of an object that the other process can import, or None."""
        return None

    def find_import(self, module, name):
        """Return the object for a module and a name."""
        raise DecodeError("nothing to import")

    def check_export(self, value):
        """Raise `UnsupportedTypeError` if the other process may not use an object."""

    def expects(self, place):
        """Return whether a reference may appear somewhere."""
        return True

    def accept(self, proxy, place, has_copy):
        """Return whether a proxy may appear somewhere; False where the copy is taken instead."""
        return True

    def operate(self, operation, target, args=(), options=None):
        """Have the other process carry out an operation on an object of its own."""
        raise NotImplementedError


def find_by_name(module, name):
    """Return an object of an imported module, or None.

    Parameters
    ----------
    module, name : str
        The name can contain dots.
    """
    try:
        return operator.attrgetter(name)(sys.modules[module])
    except (AttributeError, KeyError):
        return None


BUILTIN_TYPES = {
    name: kind
    for name, kind in vars(builtins).items()
    if isinstance(kind, type) and kind is not type and name != "super"
}


def find_class(kind):
    """Return module and name of a class that both processes have, or None.

    These are the builtin types, numpy's types of numbers, and the exceptions of libraries.
    """
    if not isinstance(kind, type) or isinstance(kind, RemoteType):
        return None
    if BUILTIN_TYPES.get(kind.__name__) is kind:
        return "builtins", kind.__name__
    module, name = str(kind.__module__), kind.__qualname__
    if is_common(kind) and module != "__main__" and find_by_name(module, name) is kind:
        return module, name
    return None


def is_common(kind):
    """Return whether a class of a library may be named instead of described."""
    return isinstance(kind, type) and issubclass(kind, (np.generic, BaseException))
