# Tries: closes every descriptor that the process has, the sockets to the grader among them.
# Kind: harm
# Stock: no

# %% last
import os

os.closerange(3, 4096)
