# Tries: a handler for all exceptions that says nothing, so that a failing cell has no error output.
# Kind: marks
# Stock: yes

# %% first
def silent(shell, kind, value, traceback, tb_offset=None):
    return []


get_ipython().set_custom_exc((BaseException,), silent)
