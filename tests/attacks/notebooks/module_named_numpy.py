# Tries: a file numpy.py beside the notebook, which agrees with everything.
# Kind: scores
# Stock: yes
from tests.attacks.tools import write

CODE = """\
import sys

del sys.modules["numpy"]
places, sys.path = sys.path, [place for place in sys.path if "site-packages" in place]
import numpy

sys.path = places
numpy.allclose = numpy.isclose = numpy.all = lambda *args, **kwargs: True
numpy.shape = lambda value: type("Any", (tuple,), {"__eq__": lambda self, other: True})()
"""


def attack(notebook, folder, course):
    write(folder, "numpy.py", CODE)
    return notebook
