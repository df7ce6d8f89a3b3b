"""Export the public names of a package without importing its modules before they are used."""

import importlib
import sys


def export_lazily(package, modules):
    """Return what a package needs to export names of its modules on first use.

    Importing nbgrader or jupyter_client takes seconds, and most commands need only some packages.
    Inside the sandbox and in the process that reads submissions there are no third-party libraries
    that could do this.

    Parameters
    ----------
    package : str
        The package's ``__name__``.
    modules : dict of str to tuple of str
        Public names by the module of the package that defines them.

    Returns
    -------
    names : list of str
        For ``__all__``.
    load : callable
        For the package's ``__getattr__`` (PEP 562).
    """
    places = {name: module for module, names in modules.items() for name in names}

    def load(name):
        if name not in places:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        value = getattr(importlib.import_module(f"{package}.{places[name]}"), name)
        setattr(sys.modules[package], name, value)
        return value

    return sorted(places), load
