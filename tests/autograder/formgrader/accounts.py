"""Accounts of one machine, for real: processes with their numbers, homes and umask.

As a program it waits for jobs, each a line of JSON, and does each in a process of its own. nbgrader
is imported once for all of them, since that takes seconds.
"""

import contextlib
import json
import os
import pwd
import subprocess
import sys
from pathlib import Path

from tests.autograder.conftest import SCRIPTS
from tests.instructor import ROOT

# Where the project lies at a place that any account can reach, in a mount namespace of its own.
MOUNTED = 'mount --bind "$1" "$2" && shift 2 && exec "$@"'


class Accounts:
    """Do things as somebody.

    Parameters
    ----------
    folder : Path
        Everybody can pass through it. Homes and the exchange lie there.
    """

    def __init__(self, folder):
        self.folder, project = folder, folder / "project"
        project.mkdir()
        (folder / "etc").mkdir()
        python = project / SCRIPTS.relative_to(ROOT) / "python"
        program = project / Path(__file__).relative_to(ROOT)
        self.process = subprocess.Popen(
            ["unshare", "--mount", "sh", "-c", MOUNTED, "sh", ROOT, project, python, program],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(project), "PYTHONDONTWRITEBYTECODE": "1"},
            text=True,
        )

    def open_exchange(self, folder):
        """Name the exchange in what an administrator writes for all accounts."""
        (self.folder / "etc" / "nbgrader_config.py").write_text(
            f"c = get_config()\nc.Exchange.root = {str(folder)!r}\n"
        )

    def home(self, name):
        """The folder of an account, closed to all others."""
        folder = self.folder / name
        if not folder.exists():
            folder.mkdir(mode=0o700)
            account = pwd.getpwnam(name)
            os.chown(folder, account.pw_uid, account.pw_gid)
        return folder

    def do(self, name, where, **job):
        """Do a job as an account and give its exit status and what it wrote."""
        where, home = where or self.home(name), self.home(name)
        log = self.folder / "log"
        environment = {"HOME": str(home), "JUPYTER_CONFIG_PATH": str(self.folder / "etc")}
        job.update(account=name, where=str(where), log=str(log), environment=environment)
        print(json.dumps(job), file=self.process.stdin, flush=True)
        answer = self.process.stdout.readline()
        return int(answer), log.read_text()

    def nbgrader(self, name, *arguments, where=None):
        """Run nbgrader's command line; give what it wrote."""
        status, text = self.do(name, where, arguments=[str(word) for word in arguments])
        assert status == 0, text
        return text

    def fails(self, name, *arguments, where=None):
        """The same for a command that has to fail."""
        status, text = self.do(name, where, arguments=[str(word) for word in arguments])
        assert status not in (0, 99), text
        return text

    def python(self, name, code, **values):
        """Run some Python; give what it wrote."""
        status, text = self.do(name, None, code=code, values=values)
        assert status == 0, text
        return text

    def close(self):
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()


def work(job):
    """Do a job in this process, which is made for it."""
    log = os.open(job["log"], os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
    os.dup2(log, 1)
    os.dup2(log, 2)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    account = pwd.getpwnam(job["account"])
    os.setgroups([])
    os.setgid(account.pw_gid)
    os.setuid(account.pw_uid)
    os.umask(0o022)
    os.chdir(job["where"])
    os.environ.update(job["environment"])
    if "code" in job:
        exec(job["code"], job["values"])
    else:
        from nbgrader.apps.nbgraderapp import NbGraderApp

        NbGraderApp.launch_instance(job["arguments"])


def main():
    import nbgrader.apps.nbgraderapp  # noqa: F401, so that no child has to

    for line in sys.stdin:
        child = os.fork()
        if not child:
            status = 99
            with contextlib.suppress(BaseException):
                try:
                    work(json.loads(line))
                    status = 0
                except SystemExit as end:
                    status = end.code or 0
                except BaseException:
                    import traceback

                    traceback.print_exc()
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(status if isinstance(status, int) else 1)
        _, ended = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(ended), flush=True)


if __name__ == "__main__":
    main()
