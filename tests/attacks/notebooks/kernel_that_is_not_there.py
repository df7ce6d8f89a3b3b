# Tries: asks for a kernel that does not exist, and for a language without comments: no cell can run,
#   so none can fail.
# Kind: scores
# Stock: yes


def attack(notebook, folder, course):
    notebook.metadata.kernelspec = {"name": "no-such-kernel", "display_name": "x", "language": "x"}
    notebook.metadata.language_info = {"name": "brainf"}
    return notebook
