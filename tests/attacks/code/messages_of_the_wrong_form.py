# Tries: signed messages without the fields that a client expects, with other types in them.
# Kind: harm
# Stock: no

# %% last
kernel = get_ipython().kernel
parent = kernel.get_parent("shell")
for kind in ("display_data", "execute_result", "stream", "error", "status", "clear_output", "x"):
    for content in ({}, {"data": 3}, {"name": 1, "text": None}, {"execution_state": []},
                    {"ename": 1, "evalue": {}, "traceback": "x"}, {"data": {"text/plain": 5}},
                    {"transient": {"display_id": []}, "data": []}):  # fmt: skip
        kernel.session.send(kernel.iopub_socket, kind, content, parent=parent)
kernel.iopub_socket.send_multipart([b"x", b"<IDS|MSG>", b"", b"{", b"[", b"1", b"\xff"])
kernel.iopub_socket.send(b"\xff" * 1000)
