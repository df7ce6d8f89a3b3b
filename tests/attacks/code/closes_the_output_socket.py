# Tries: closes the socket for outputs, so that the grader waits for a status that never comes.
# Kind: harm
# Stock: no
# Quick: yes

# %% last
kernel = get_ipython().kernel
kernel.iopub_thread.stop()
kernel.iopub_socket.close()
