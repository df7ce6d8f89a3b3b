# Tries: removes what it can of Python, numpy, rnn_utils and the handed-out files, and makes the rest
#   unreadable, for the next submission.
# Kind: harm
# Stock: no
# Quick: yes

# %% last
import os

import numpy
import rnn_utils

for module in (numpy, rnn_utils, os):
    for act in (os.unlink, lambda path: os.chmod(path, 0), lambda path: os.rename(path, path + "x"),
                lambda path: os.utime(path, (0, 0)), lambda path: os.truncate(path, 0)):  # fmt: skip
        try:
            act(module.__file__)
            print("HARM: changed", module.__name__)
        except OSError as error:
            print(error)
            continue
