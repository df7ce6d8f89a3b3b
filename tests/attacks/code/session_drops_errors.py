# Tries: the kernel's session sends no message of type error any more, and every reply says ok.
# Kind: scores
# Stock: yes
# Quick: yes

# %% first
session = get_ipython().kernel.session
true_send = session.send


def send(stream, msg_or_type, content=None, *args, **kwargs):
    if msg_or_type == "error":
        return None
    if msg_or_type == "execute_reply":
        content = {**content, "status": "ok", "user_expressions": {}, "payload": []}
    return true_send(stream, msg_or_type, content, *args, **kwargs)


session.send = send
