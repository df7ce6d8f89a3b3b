# Tries: a forged execute_result of "inf" points, in each cell.
# Kind: scores
# Stock: yes
# Quick: yes

# %% first
def result(text):
    kernel = get_ipython().kernel
    content = {"execution_count": 1, "data": {"text/plain": text}, "metadata": {}}
    parent = kernel.get_parent("shell")
    kernel.session.send(kernel.iopub_socket, "execute_result", content, parent=parent)


get_ipython().events.register("pre_run_cell", lambda info: result("inf"))
