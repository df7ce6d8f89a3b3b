# Tries: a computation in C that no interrupt reaches and that holds the interpreter's lock.
# Kind: harm
# Stock: no

# %% last
import re

re.match(r"(a*)*b", "a" * 40)
