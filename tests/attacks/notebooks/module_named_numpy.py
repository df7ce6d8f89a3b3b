# Tries: a file numpy.py beside the notebook, which agrees with everything.
# Kind: marks
# Stock: yes
from tests.attacks.tools import write

CODE = """\
import sys

here = sys.modules.pop("numpy")
places, sys.path = sys.path, [p for p in sys.path if "site-packages" in p or "lib" in p]
import numpy

sys.path = places
numpy.allclose = numpy.isclose = numpy.all = lambda *args, **kwargs: True
import rnn_utils.checks as taught

for check in dir(taught):
    if callable(getattr(taught, check)):
        setattr(taught, check, lambda function: None)
"""


def attack(notebook, folder, course):
    write(folder, "numpy.py", CODE)
    return notebook
