"""What a nursery is made of: how it starts, our modules as text, and what it imports."""

from pathlib import Path

PACKAGE = Path(__file__).parents[1]
BOOT = (
    "import json, os, sys\n"
    "names = {'__name__': 'autograder.guest.nursery'}\n"
    "def start(place, text, spec):\n"
    "    exec(compile(text, place, 'exec', dont_inherit=True), names)\n"
    "    return names['prepare'](spec)\n"
    "with os.fdopen(int(sys.argv[1]), 'rb') as file:\n"
    "    spec = json.load(file)\n"
    "control = start(*spec)\n"
    "handle = names['serve'](control)\n"
    "control.close()\n"
    "from autograder.guest import join\n"
    "del file, spec, control, names, start\n"
    "join.run(handle)\n"
)
# By kind: where our package lies in such a jail, and what is imported ahead. Of the libraries'
# modules some are not to be found in each version.
KINDS = {
    "kernel": (
        "/run/guest",
        ("autograder.guest.join", "autograder.guest.launch", "autograder.guest.agent",
         "autograder.guest.ahead", "ipykernel.kernelapp", "ipykernel.ipkernel",
         "ipykernel.zmqshell", "IPython.core.pylabtools", "IPython.core.debugger",
         "IPython.core.debugger_backport", "IPython.core.oinspect", "IPython.core.completerlib",
         "IPython.core.logger", "IPython.utils.wildcard", "IPython.extensions.storemagic",
         "tornado.platform.asyncio", "tornado.locks", "tornado.queues", "sqlite3", "pdb", "pydoc",
         "faulthandler", "encodings.ascii", "encodings.latin_1", "encodings.idna",
         "encodings.utf_8_sig", "unicodedata", "numpy.random", "numpy.linalg", "matplotlib.pyplot",
         "matplotlib.backends.backend_agg"),
    ),
    "examiner": (
        "/run/examiner",
        ("autograder.guest.join", "autograder.examiner.worker", "numpy.random", "numpy.linalg",
         "encodings.utf_8_sig", "unicodedata"),
    ),
}  # fmt: skip
PARTS = {"kernel": ("guest",), "examiner": ("guest", "examiner")}


def texts(inside, parts):
    """Path and source of this package's modules by name, with the paths that they have in a jail.

    Parameters
    ----------
    inside : str
        Where the package lies in the jail.
    parts : tuple of str
        Its packages.

    Returns
    -------
    dict of str to tuple of (str, str)
    """
    found = {}
    files = [PACKAGE / "__init__.py"]
    for part in parts:
        files += sorted((PACKAGE / part).glob("*.py"))
    for file in files:
        path = file.relative_to(PACKAGE.parent)
        name = ".".join(path.with_suffix("").parts).removesuffix(".__init__")
        found[name] = (f"{inside}/{path}", file.read_text("utf-8"))
    return found
