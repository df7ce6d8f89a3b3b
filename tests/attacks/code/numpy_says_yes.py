# Tries: patches numpy so that everything is close to everything.
# Kind: marks
# Stock: yes

# %% first
import numpy as np

for name in ("allclose", "isclose", "array_equal", "all", "any", "isfinite"):
    setattr(np, name, lambda *args, **kwargs: True)
np.testing.assert_allclose = lambda *args, **kwargs: None
np.shape = lambda value: type("Shape", (), {"__eq__": lambda self, other: True})()
