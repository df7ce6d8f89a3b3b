"""numpy and JAX without their wide vector paths, as on an older processor."""

import numpy as np

_core = np._core._multiarray_umath if hasattr(np, "_core") else np.core._multiarray_umath
# Only what this build dispatches on and this processor has: numpy rejects other names.
DISPATCHED = [name for name in _core.__cpu_dispatch__ if _core.__cpu_features__[name]]
NARROW = {
    "NPY_DISABLE_CPU_FEATURES": " ".join(DISPATCHED),
    "XLA_FLAGS": "--xla_cpu_max_isa=SSE4_2",
}
