"""Import the modules that each kernel needs before it starts, with or without a fork server."""

import sys

# No debugger is attached here, and loading it takes as long as the rest of a kernel's start.
sys.modules["debugpy"] = None
import ipykernel.debugger  # noqa: E402, F401

del sys.modules["debugpy"]
import zmq  # noqa: E402, F401
from ipykernel import heartbeat, kernelapp  # noqa: E402, F401
