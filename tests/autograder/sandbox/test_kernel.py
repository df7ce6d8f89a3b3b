"""A kernel in the sandbox: as jupyter_client starts it, and as grading uses it."""

import time
from pathlib import Path

import pytest
from jupyter_client import KernelManager
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.provisioning import KernelProvisionerFactory
from traitlets.config import Config

from autograder.sandbox import provisioner
from autograder.sandbox.kernel import KernelEnded, Outputs, SandboxKernel, belongs, is_idle
from autograder.sandbox.limits import Limits


def test_the_provisioner_is_registered():
    found = KernelProvisionerFactory.instance().get_provisioner_entries()
    assert found[provisioner.NAME] == "autograder.sandbox.provisioner:SandboxProvisioner"


def test_jupyter_client_starts_and_ends_it_like_any_kernel():
    """With nothing of ours but a kernel spec that names the provisioner."""

    class Specs(KernelSpecManager):
        def get_kernel_spec(self, kernel_name):
            about = {"kernel_provisioner": {"provisioner_name": provisioner.NAME}}
            return KernelSpec(argv=["python"], language="python", display_name="Sandbox",
                              interrupt_mode="message", metadata=about)  # fmt: skip

    manager = KernelManager(kernel_spec_manager=Specs())
    manager.start_kernel()
    client = manager.client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=60)
        shown = []
        client.execute_interactive(
            "import os; print(os.getuid(), os.path.exists('/root'))",
            output_hook=lambda message: shown.append(message["content"].get("text")),
            timeout=20,
        )
        assert "1000 False\n" in shown
        assert manager.is_alive()
        folder = Path(manager.provisioner.folder)
        assert folder.stat().st_mode & 0o777 == 0o700
        manager.interrupt_kernel()
        manager.restart_kernel(now=True)
        client.wait_for_ready(timeout=60)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    assert not manager.is_alive()
    assert not folder.exists()


@pytest.fixture(scope="module")
def kernel():
    kernel = SandboxKernel(Limits(output_kb=10), None, Config())
    kernel.start()
    yield kernel
    kernel.close()


def text(outputs):
    return "".join(output.get("text", "") for output in outputs)


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("import os; print(os.listdir('/run/kernel'))", "['autograder']"),
        ("print(os.path.exists('/etc/shadow'), os.path.exists('/root'))", "False False"),
        ("import os; print(sorted(os.listdir('.')))", "['.ipython']"),
        ("import socket; print(socket.gethostname())", "sandbox"),
        ("import os; print('HOME' in os.environ, 'JPY_PARENT_PID' in os.environ)", "True False"),
        ("print(len([p for p in os.listdir('/proc') if p.isdigit()]) < 5)", "True"),
        ("import rnn_utils", ""),
    ],
)  # fmt: skip
def test_what_a_student_finds(kernel, code, shown):
    outputs, in_time = kernel.run(code, 10)
    assert in_time
    assert shown in text(outputs)
    if code == "import rnn_utils":
        assert outputs[0]["ename"] == "ModuleNotFoundError"  # nothing was released


def test_an_interrupt_reaches_the_cell_and_leaves_the_kernel(kernel):
    began = time.monotonic()
    outputs, in_time = kernel.run("while True: pass", 1)
    assert not in_time
    assert outputs[0]["ename"] == "KeyboardInterrupt"
    assert time.monotonic() - began < 10
    assert text(kernel.run("print('alive')", 10)[0]) == "alive\n"


def test_a_message_too_large_is_lost_and_nothing_else(kernel):
    kernel.run("print('x' * 100_000_000)", 20)
    assert text(kernel.run("print('alive')", 10)[0]) == "alive\n"


FORGED = [
    "s.send(io, 'stream', {'name': 7, 'text': ['x']}, parent=p)",
    "s.send(io, 'display_data', {'data': {'text/plain': 'a', 3: 4}}, parent=p)",
    "s.send(io, 'display_data', {'data': {'application/javascript': 'alert(1)'}}, parent=p)",
    "s.send(io, 'error', {}, parent=p)",
    "s.send(io, 'status', {'execution_state': ['idle']}, parent=p)",
    "s.send(io, 'comm_open', {'comm_id': 1, 'target_name': None, 'data': 5}, parent=p)",
    "s.send(io, 'clear_output', None, parent=p)",
    "s.send(io, 'execute_result', {'data': 'text'}, parent=None)",
    "io.send_multipart([b'<IDS|MSG>', b'', b'{', b'{', b'{', b'{'])",
    "io.send_multipart([b'garbage'])",
]


@pytest.mark.parametrize("forged", FORGED)
def test_forged_messages_do_no_harm(kernel, forged):
    code = (
        f"k = get_ipython().kernel; s, io, p = k.session, k.iopub_socket, k.get_parent()\n{forged}"
    )
    kernel.run(code, 10)
    assert text(kernel.run("print('alive')", 10)[0]) == "alive\n"


def test_a_forged_end_does_not_end_the_kernel(kernel):
    code = (
        "k = get_ipython().kernel; p = k.get_parent()\n"
        "k.session.send(k.iopub_socket, 'status', {'execution_state': 'idle'}, parent=p)\n"
        "import time; time.sleep(1); print('late')"
    )
    kernel.run(code, 10)
    assert text(kernel.run("print('alive')", 10)[0]).endswith("alive\n")


def test_a_kernel_that_ends_says_why():
    kernel = SandboxKernel(Limits(memory_mb=400), None, Config())
    kernel.start()
    try:
        with pytest.raises(KernelEnded, match="memory"):
            kernel.run(
                "x = bytearray(10**9)\nx[::4096] = x[::4096]\nimport time; time.sleep(9)", 20
            )
    finally:
        kernel.close()


def test_outputs_are_taken_over_field_by_field():
    outputs = Outputs(100)
    for kind, content in (
        ("stream", {"name": "stdout", "text": "a"}),
        ("stream", {"name": "stdout", "text": "b"}),
        ("stream", {"name": "odd", "text": "\ud800"}),
        (
            "display_data",
            {"data": {"text/plain": "x" * 200, "text/html": "y"}, "metadata": {"z": 1}},
        ),
        ("error", {"ename": "E", "evalue": 5, "traceback": ["secret"]}),
        ("update_display_data", {"data": {"text/plain": "no"}}),
    ):
        outputs.add({"msg_type": kind, "content": content})
    assert outputs.kept == [
        {"output_type": "stream", "name": "stdout", "text": "ab?"},
        {"output_type": "display_data", "data": {"text/html": "y"}, "metadata": {}},
        {"output_type": "error", "ename": "E", "evalue": "", "traceback": []},
    ]


@pytest.mark.parametrize("message", [None, {}, [], {"parent_header": 5}, {"parent_header": {}}])
def test_no_message_is_no_answer(message):
    assert not belongs(message, "id")
    if isinstance(message, dict):
        assert not is_idle(message)
