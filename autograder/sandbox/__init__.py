"""Run student code in a sandbox: bubblewrap, seccomp, resource limits and a kernel provisioner.

In go a program or a notebook's cells, the files that it may read, and `Limits`; out come a running
process or kernel that can reach nothing else, and the outputs of its cells. The fork server makes
starts fast. The doctor tries each protection on this machine. `sandbox.inside` holds the code that
runs inside the sandbox.
"""

from autograder.lazy import export_lazily

__all__, __getattr__ = export_lazily(
    __name__,
    {
        "doctor": ("check_machine", "find_failed_protections", "require_protections"),
        "fork_server": ("ForkServers",),
        "kernel": ("KernelEnded", "SandboxKernel"),
        "limits": ("Limits", "resource_limits"),
        "programs": (
            "Sandbox",
            "beside_the_notebook",
            "own_code",
            "reject_visible_folder",
            "start_sandboxed",
        ),
    },
)
