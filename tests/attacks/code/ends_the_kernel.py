# Tries: os._exit, in the first cell that runs.
# Kind: harm
# Stock: no
# Quick: yes

# %% first
import os

os._exit(0)
