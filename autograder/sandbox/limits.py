"""Limits of a submission, as configuration traits."""

from traitlets import Bool, Float, Integer, Unicode
from traitlets.config import Configurable

MB = 2**20


class Limits(Configurable):
    """Limits of one submission; set as ``c.Limits.memory_mb = 1000`` in the configuration file."""

    cell_seconds = Float(20, help="Wall time for one cell of the student's.").tag(config=True)
    notebook_seconds = Float(
        120, help="Wall time for all cells together, restarts of the kernel included."
    ).tag(config=True)
    call_seconds = Float(10, help="Wall time for one call by a hidden test.").tag(config=True)
    test_seconds = Float(90, help="Wall time for all hidden tests.").tag(config=True)
    cpu_seconds = Integer(300, help="Processor time for each process.").tag(config=True)
    memory_mb = Integer(
        2000, help="Memory of all processes together, temporary files included."
    ).tag(config=True)
    process_memory_mb = Integer(
        4000, help="Address space of one process; much of it is never touched."
    ).tag(config=True)
    processes = Integer(64, help="Processes and threads at one time.").tag(config=True)
    open_files = Integer(256, help="Open files of one process.").tag(config=True)
    file_mb = Integer(64, help="Size of one file.").tag(config=True)
    scratch_mb = Integer(
        128, help="All files in the working folder; /tmp and /dev/shm get as much each."
    ).tag(config=True)
    files = Integer(20_000, help="Number of files in all writable folders.").tag(config=True)
    message_mb = Integer(8, help="One message of the kernel: a larger one is dropped.").tag(
        config=True
    )
    output_kb = Integer(1000, help="What is kept of one cell's outputs.").tag(config=True)
    restarts = Integer(
        2, help="How often a kernel that a cell has ended is started again without that cell."
    ).tag(config=True)
    python = Unicode(
        "", help="The interpreter for submissions; by default the one that grades."
    ).tag(config=True)
    unsafe = Bool(
        False,
        help="Grade without a sandbox where none can be had. Written into every grade's record.",
    ).tag(config=True)

    def as_record(self):
        """Return all values by name, for the grading record.

        Returns
        -------
        dict of str to float, int, str or bool
        """
        return {name: getattr(self, name) for name in sorted(self.trait_names(config=True))}


def resource_limits(limits):
    """Return the values for `resource.setrlimit` by name.

    Parameters
    ----------
    limits : Limits

    Returns
    -------
    dict of str to int
    """
    return {
        "AS": limits.process_memory_mb * MB,
        "CPU": limits.cpu_seconds,
        "NPROC": limits.processes,
        "NOFILE": limits.open_files,
        "FSIZE": limits.file_mb * MB,
        "CORE": 0,
        "MEMLOCK": 0,
        "MSGQUEUE": 0,
        "SIGPENDING": 256,
    }
