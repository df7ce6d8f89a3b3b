# Tries: replaces the shell's ways to show a traceback by one that does nothing.
# Kind: marks
# Stock: yes

# %% first
shell = get_ipython()
for name in ("showtraceback", "_showtraceback", "showsyntaxerror", "show_usage_error"):
    setattr(shell, name, lambda *args, **kwargs: None)
