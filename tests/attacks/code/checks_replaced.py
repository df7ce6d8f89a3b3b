# Tries: replaces all of rnn_utils.checks by functions that accept everything.
# Kind: scores
# Stock: yes

# %% first
import rnn_utils.checks

for name in dir(rnn_utils.checks):
    if callable(getattr(rnn_utils.checks, name)):
        setattr(rnn_utils.checks, name, lambda function: None)
