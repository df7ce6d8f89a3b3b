# Tries: one message of 300 MB to the grader, which has to hold it.
# Kind: harm
# Stock: no
# Quick: yes

# %% last
from IPython.display import display

try:
    print("x" * 300_000_000)
    display({"text/plain": "y" * 100_000_000}, raw=True)
except MemoryError:
    print("no memory")
