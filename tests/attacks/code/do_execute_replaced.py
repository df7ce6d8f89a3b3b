# Tries: replaces the kernel's do_execute, so that no later cell runs and none can fail; nbgrader
#   takes a test cell without an output for passed.
# Kind: scores
# Stock: yes
# Quick: yes

# %% first
async def nothing(code, silent, *args, **kwargs):
    kernel.execution_count += 1
    return {
        "status": "ok",
        "execution_count": kernel.execution_count,
        "user_expressions": {},
        "payload": [],
    }


kernel = get_ipython().kernel
kernel.do_execute = nothing
