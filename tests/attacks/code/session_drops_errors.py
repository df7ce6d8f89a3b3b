# Tries: the kernel's session sends no message of type error any more.
# Kind: marks
# Stock: yes

# %% first
from ipykernel.kernelbase import Kernel

session = get_ipython().kernel.session
true_send = session.send


def send(stream, msg_or_type, *args, **kwargs):
    kind = msg_or_type if isinstance(msg_or_type, str) else msg_or_type.get("msg_type", "")
    if kind == "error":
        return None
    return true_send(stream, msg_or_type, *args, **kwargs)


session.send = send
