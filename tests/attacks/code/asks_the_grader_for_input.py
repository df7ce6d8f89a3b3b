# Tries: asks for input and for a password, sends comm messages and input requests, in the hope that
#   the grader's front end answers or waits for ever.
# Kind: harm
# Stock: no

# %% last
import getpass

kernel = get_ipython().kernel
kernel._allow_stdin = True
for ask in (input, getpass.getpass):
    try:
        ask("Password of the gradebook: ")
    except Exception as error:
        print(type(error))
for kind in ("input_request", "comm_open", "comm_msg", "shutdown_reply", "kernel_info_reply"):
    content = {"comm_id": "x", "target_name": "x", "data": {}, "prompt": "?", "password": True}
    kernel.session.send(kernel.iopub_socket, kind, content)
