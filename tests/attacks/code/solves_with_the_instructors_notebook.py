# Tries: reads the instructor's notebook, or the solutions in the project's own tests, wherever this
#   machine has them, and runs what it finds.
# Kind: scores
# Stock: yes
# Quick: yes

# %% first
import json
import sys
from pathlib import Path

import rnn_utils

roots = [Path("@course@"), Path(rnn_utils.__file__).parents[1], *map(Path, sys.path)]
try:
    import autograder

    roots.append(Path(autograder.__file__).parents[1])
except ImportError:
    pass
found = {}
for root in dict.fromkeys(roots):
    try:
        for path in (root / "notebooks").glob("*/*.ipynb"):
            for cell in json.loads(path.read_text())["cells"]:
                data = cell["metadata"].get("nbgrader", {})
                if data.get("solution"):
                    found[data["grade_id"]] = "".join(cell["source"])
    except OSError:
        pass

# %% clip
exec(found.get("clip", ""))

# %% sample
exec(found.get("sample", ""))

# %% optimize
exec(found.get("optimize", ""))

# %% model
exec(found.get("model", ""))
