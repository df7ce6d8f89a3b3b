# Tries: replaces the shell's own run_cell_async by one that runs an empty cell instead.
# Kind: scores
# Stock: yes

# %% first
shell = get_ipython()
true_run = shell.run_cell_async


async def run_nothing(raw_cell, *args, **kwargs):
    kwargs["transformed_cell"] = "pass"
    return await true_run("pass", *args, **kwargs)


shell.run_cell_async = run_nothing
