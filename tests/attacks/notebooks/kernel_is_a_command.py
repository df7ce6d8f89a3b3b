# Tries: a kernelspec that names a command, another language and a display name with markup.
# Kind: scores
# Stock: yes
# Quick: yes


def attack(notebook, folder, course):
    notebook.metadata.kernelspec = {
        "name": "../../attack",
        "argv": ["sh", "-c", "touch attack-litter-kernel"],
        "language": "bash",
        "display_name": "<script>alert(1)</script>",
    }
    notebook.metadata.language_info = {"name": "bash", "codemirror_mode": "shell", "version": "<b>"}
    return notebook
