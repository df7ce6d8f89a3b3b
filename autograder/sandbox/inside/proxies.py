"""Proxies for objects of another process: classes whose special methods forward operations."""

import types

ARITHMETIC = ("add", "sub", "mul", "matmul", "truediv", "floordiv", "mod", "divmod", "pow",
              "lshift", "rshift", "and", "or", "xor")  # fmt: skip
# All special methods that a proxy forwards if the object has them.
FORWARDED = (
    "__call__", "__len__", "__getitem__", "__setitem__", "__delitem__", "__contains__", "__iter__",
    "__next__", "__reversed__", "__enter__", "__exit__", "__eq__", "__ne__", "__lt__", "__le__",
    "__gt__", "__ge__", "__hash__", "__bool__", "__int__", "__float__", "__complex__", "__index__",
    "__round__", "__trunc__", "__floor__", "__ceil__", "__abs__", "__neg__", "__pos__",
    "__invert__", "__repr__", "__str__", "__format__", "__array__",
    *(f"__{kind}{name}__" for name in ARITHMETIC for kind in ("", "r", "i")),
)  # fmt: skip
# Types of Python whose instances cannot be told from the real ones by isinstance.
STANDARD = {
    "function": types.FunctionType,
    "builtin_function_or_method": types.BuiltinFunctionType,
    "method": types.MethodType,
    "generator": types.GeneratorType,
    "map": map,
    "filter": filter,
    "zip": zip,
    "enumerate": enumerate,
    "reversed": reversed,
    "dict_keys": type({}.keys()),
    "dict_values": type({}.values()),
    "dict_items": type({}.items()),
    "module": types.ModuleType,
    "property": property,
}
# Attributes that Python itself looks up in a class; others are those of the remote class.
OF_CLASSES = {
    "_remote", "__mro__", "__bases__", "__base__", "__name__", "__qualname__", "__class__",
    "__dict__", "__flags__", "__new__", "__init__", "__abstractmethods__", "__subclasshook__",
    "__instancecheck__", "__subclasscheck__", "__subclasses__", "__hash__", "mro",
    "__setattr__", "__traceback__", "__init_subclass__",
}  # fmt: skip
OF_OBJECTS = {"_remote_number", "_remote_place", "__class__"}
# Entries of a class body that Python adds.
OF_BODIES = {"__module__", "__qualname__", "__classcell__", "__firstlineno__",
             "__static_attributes__"}  # fmt: skip


class RemoteType(type):
    """The class of proxies for classes."""

    def __new__(mcs, name, bases, namespace, **options):
        """Make a proxy class; a subclass that a test defines is made in the other process."""
        if "_remote" in namespace or not any(isinstance(base, RemoteType) for base in bases):
            return super().__new__(mcs, name, bases, namespace)
        first = next(base for base in bases if isinstance(base, RemoteType))
        body = {key: value for key, value in namespace.items() if key not in OF_BODIES}
        peer = type.__getattribute__(first, "_remote")[0]
        made = peer.operate("subclass", first, (name, bases, body))
        if "__classcell__" in namespace:
            namespace["__classcell__"].cell_contents = made
        return made

    def __init__(cls, name, bases, namespace, **options):
        """Do nothing: the class is complete."""

    def __call__(cls, *args, **options):
        return forward(cls, "call", args, options)

    def __getattribute__(cls, name):
        if name in OF_CLASSES or cls is RemoteObject:
            return type.__getattribute__(cls, name)
        return forward(cls, "getattr", (name,))

    def __setattr__(cls, name, value):
        forward(cls, "setattr", (name, value))

    def __delattr__(cls, name):
        forward(cls, "delattr", (name,))

    def __dir__(cls):
        return forward(cls, "dir")

    def __iter__(cls):
        return forward(cls, "special", ("__iter__",))

    def __len__(cls):
        return forward(cls, "special", ("__len__",))

    def __contains__(cls, item):
        return forward(cls, "special", ("__contains__", item))

    def __getitem__(cls, key):
        return forward(cls, "special", ("__getitem__", key))

    def __bool__(cls):
        return True

    def __repr__(cls):
        return f"<class '__main__.{cls.__name__}'>"


def forward(target, operation, args=(), options=None):
    """Carry out an operation on the object of a proxy."""
    kind = target if isinstance(target, RemoteType) else type(target)
    peer = type.__getattribute__(kind, "_remote")[0]
    return peer.operate(operation, target, args, options)


class RemoteObject(metaclass=RemoteType):
    """The base class of proxies for objects."""

    _remote = (None, 0)

    def __getattribute__(self, name):
        if name in OF_OBJECTS:
            return object.__getattribute__(self, name)
        return forward(self, "getattr", (name,))

    def __setattr__(self, name, value):
        if name == "_remote_place":
            object.__setattr__(self, name, value)
        else:
            forward(self, "setattr", (name, value))

    def __delattr__(self, name):
        forward(self, "delattr", (name,))

    def __dir__(self):
        return forward(self, "dir")


def make_forwarding_method(name):
    """Return a method that forwards a special method."""

    def method(self, *args, **options):
        return forward(self, "special", (name, *args), options)

    return method


METHODS = {name: make_forwarding_method(name) for name in FORWARDED}


def get_text(error):
    """Return the text of an exception, as its own class formats it."""
    return vars(error).get("_text", "")


def build_proxy_class(peer, number, name, module, bases, special):
    """Return a proxy class.

    Parameters
    ----------
    peer : Peer
    number : int
        Of the class in the other process.
    name, module : str
    bases : list of type
        Proxy classes, and exceptions of Python.
    special : tuple of str
        Special methods of its instances.

    Returns
    -------
    type
    """
    namespace = {"_remote": (peer, number), "__module__": "__main__"}
    exceptions = tuple(base for base in bases if issubclass(base, BaseException))
    if exceptions:
        bases, namespace["__str__"] = exceptions, get_text
    else:
        bases = tuple(base for base in bases if isinstance(base, RemoteType)) or (RemoteObject,)
        namespace |= {name: METHODS[name] for name in METHODS if name in special}
        if "__hash__" not in special:
            namespace["__hash__"] = None
        if module in ("builtins", "types") and name in STANDARD:
            standard = STANDARD[name]
            namespace["__class__"] = property(lambda self: standard)
    name = name[:100].replace("\0", "")
    try:
        return RemoteType(name, bases, namespace)
    except TypeError:  # bases that do not fit together
        return RemoteType(name, exceptions[:1] or (RemoteObject,), namespace)


def has_method(proxy, name):
    """Return whether the object of a proxy has a special method."""
    kinds = type.__getattribute__(type(proxy), "__mro__")
    return any(name in type.__getattribute__(kind, "__dict__") for kind in kinds)


def is_proxy(value):
    """Return whether a value is a proxy of an object or of a class."""
    return type(value) is RemoteType or (
        type(type(value)) is RemoteType and not issubclass(type(value), BaseException)
    )


class StudentIterator:
    """An iterator in place of a reference to one: its items are copies, and it does nothing else.

    Parameters
    ----------
    proxy : RemoteObject
    place : str
        Where the reference appeared.
    """

    def __init__(self, proxy, place):
        proxy._remote_place = place
        self._proxy = proxy

    def __iter__(self):
        return self

    def __next__(self):
        return next(self._proxy)
