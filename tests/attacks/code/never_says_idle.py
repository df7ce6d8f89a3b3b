# Tries: drops the statuses that tell that a cell has ended, from the first cell on.
# Kind: harm
# Stock: no

# %% first
session = get_ipython().kernel.session
true_send = session.send


def send(stream, kind, *args, **kwargs):
    if kind in ("status", "execute_reply"):
        return None
    return true_send(stream, kind, *args, **kwargs)


session.send = send
