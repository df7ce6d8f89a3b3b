# Tries: replaces the shell's ways to show a traceback by one that does nothing, and each run's result
#   by a success.
# Kind: scores
# Stock: yes

# %% first
shell = get_ipython()
for name in ("showtraceback", "_showtraceback", "showsyntaxerror", "show_usage_error"):
    setattr(shell, name, lambda *args, **kwargs: None)
true_run = shell.run_cell_async


async def run(*args, **kwargs):
    result = await true_run(*args, **kwargs)
    result.error_in_exec = result.error_before_exec = None
    return result


shell.run_cell_async = run
