# Tries: leaves a note in every place that it can write, for a friend whose work is graded next; and
#   looks for notes.
# Kind: theft
# Stock: no
# Quick: yes

# %% last
import glob
import os

places = [
    "/tmp",
    "/dev/shm",
    "/var/tmp",
    "/run",
    "@home@",
    "@course@",
    "/",
    "/etc",
    os.getcwd(),
    "..",
]
try:
    import numpy
    import rnn_utils

    places += [os.path.dirname(module.__file__) for module in (numpy, rnn_utils)]
except ImportError:
    pass
for place in places:
    for note in glob.glob(f"{place}/attack-litter-note*"):
        print("HARM: found a note in", place)
for place in places:
    try:
        open(f"{place}/attack-litter-note", "w").write("the answer is 42")
    except OSError as error:
        print(place, error)
