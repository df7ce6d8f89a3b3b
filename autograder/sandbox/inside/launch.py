"""Start an ipykernel in the sandbox: set limits, then use sockets that were opened outside.

Started as ``python -P launch.py FILE``; the file contains the settings as JSON.
"""

import json
import resource
import sys
from pathlib import Path


def set_limits(limits):
    """Set resource limits, hard ones too, so that no process in the sandbox can raise them.

    Parameters
    ----------
    limits : dict of str to int
        Value by the name of the limit, without ``RLIMIT_``.
    """
    for name, value in limits.items():
        resource.setrlimit(getattr(resource, f"RLIMIT_{name}"), (value, value))


def run(settings):
    """Run the kernel until it is ended from outside.

    Parameters
    ----------
    settings : dict
        ``limits``, see `set_limits`; ``connection``, the connection file's content; ``sockets``,
        the number of the listening socket by its port, see below.
    """
    set_limits(settings["limits"])
    # Imported before any student code, and from here whatever lies in the notebook's folder.
    sys.path.insert(0, str(Path(__file__).parents[3]))
    from autograder.sandbox.inside import agent, preload

    agent.LISTENING["handle"] = settings["agent"]
    agent.prefer_for_oom_kill(True)
    del sys.path[0]
    # As IPython does for a notebook's folder: after the standard library, before packages.
    place = next((i for i, path in enumerate(sys.path) if "-packages" in path), len(sys.path))
    sys.path.insert(place, str(Path.cwd()))

    sockets = {int(port): handle for port, handle in settings["sockets"].items()}

    def listen(socket, port):
        # The other end was opened outside, in a folder that this sandbox does not contain. So no
        # path here can be replaced or filled by student code.
        socket.setsockopt(preload.zmq.USE_FD, sockets[port])
        socket.bind(f"ipc://{port}")

    class QuietHeartbeat(preload.heartbeat.Heartbeat):
        def _try_bind_socket(self):
            listen(self.socket, self.port)

    class Kernel(preload.kernelapp.IPKernelApp):
        def _try_bind_socket(self, socket, port):
            listen(socket, port)
            return port

        def write_connection_file(self, **options):
            """Do nothing: the manager outside has made the connection."""

        def init_connection_file(self):
            self.load_connection_info(settings["connection"])

    preload.kernelapp.Heartbeat = QuietHeartbeat
    kernel = Kernel.instance()
    kernel.initialize(["--HistoryManager.hist_file=:memory:", "--log-level=ERROR"])
    kernel.start()


def main():
    """Run the kernel that the settings describe."""
    run(json.loads(Path(sys.argv[1]).read_text("utf-8")))


if __name__ == "__main__":
    main()
