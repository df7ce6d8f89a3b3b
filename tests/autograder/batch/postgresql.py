"""A PostgreSQL server with a socket in a temporary folder."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
import warnings
from pathlib import Path

import pytest
from sqlalchemy import create_engine, insert, select

from tests.autograder.conftest import SCRIPTS
from tests.autograder.tiny import NAME

TIMEOUT_SECONDS = 300  # also on a busy machine
USER = "postgres"
PASSWORD = "a-secret-of-the-course"
# Settings that are fast and lose data in a crash.
FAST_SETTINGS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "listen_addresses=",
         "max_connections=60", "shared_buffers=16MB")  # fmt: skip


class Server:
    """A context manager for a server."""

    def __enter__(self):
        # The path of a socket is limited in length, and the user of the server needs access.
        self.folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
        binaries = sorted(Path("/usr/lib/postgresql").glob("*/bin"))[-1]
        # PostgreSQL does not run as root.
        self.become = ["setpriv", "--pdeathsig=INT"]
        if os.geteuid() == 0:
            shutil.chown(self.folder, USER, USER)
            self.become += [f"--reuid={USER}", f"--regid={USER}", "--init-groups"]
        data = self.folder / "data"
        command = [binaries / "initdb", "-D", data, "-U", USER, "-A", "trust", "-E", "UTF8", "-N",
                   "--locale=C.UTF-8"]  # fmt: skip
        made = subprocess.run(
            [*self.become, *command], cwd=self.folder, capture_output=True, text=True
        )
        assert made.returncode == 0, made.stderr
        settings = [part for setting in FAST_SETTINGS for part in ("-c", setting)]
        with (self.folder / "log").open("w") as log:
            self.process = subprocess.Popen(
                [*self.become, binaries / "postgres", "-D", data, "-k", self.folder, *settings],
                cwd=self.folder,
                stdout=log,
                stderr=log,
            )
        self.wait()
        return self

    def __exit__(self, *raised):
        self.stop()
        shutil.rmtree(self.folder)

    def stop(self):
        """Stop the server without waiting for clients."""
        self.process.send_signal(signal.SIGINT)
        self.process.wait()

    def wait(self):
        deadline = time.monotonic() + TIMEOUT_SECONDS
        while not (self.folder / ".s.PGSQL.5432").exists() or not self.answers():
            assert self.process.poll() is None, (self.folder / "log").read_text()
            assert time.monotonic() < deadline
            time.sleep(0.05)

    def answers(self):
        import psycopg

        try:
            psycopg.connect(f"host={self.folder} user={USER} dbname=postgres").close()
        except psycopg.OperationalError:
            return False
        return True

    def url(self, name):
        """Return the URL of a database, with a password that the server ignores."""
        return f"postgresql+psycopg://{USER}:{PASSWORD}@/{name}?host={self.folder}"

    def database(self, name, template="template0"):
        """Create a database from a template; return its URL."""
        import psycopg

        with psycopg.connect(
            f"host={self.folder} user={USER} dbname=postgres", autocommit=True
        ) as connection:
            connection.execute(f'create database "{name}" template "{template}"')
        return self.url(name)

    def copy(self, name, source):
        """Create a database with the rows of another gradebook; return its URL."""
        from nbgrader.api import Base, Gradebook

        url = self.database(name)
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("PATH", str(SCRIPTS), prepend=os.pathsep)  # nbgrader starts alembic
            Gradebook(url, NAME).close()
        engines = create_engine(source), create_engine(url)
        with engines[0].connect() as old, engines[1].begin() as new:
            for table in Base.metadata.sorted_tables:
                rows = [dict(row) for row in old.execute(select(table)).mappings()]
                rows = [row for row in rows if row.get("id") != NAME]  # the course exists
                if rows:
                    new.execute(insert(table), rows)
        for engine in engines:
            engine.dispose()
        return url


def use(course, url):
    """Configure a course to have its gradebook at a URL."""
    with (course / "nbgrader_config.py").open("a") as file:
        file.write(f"\nget_config().CourseDirectory.db_url = {url!r}\n")


@pytest.fixture(scope="session")
def postgresql():
    """A server for all tests of one process."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with Server() as server:
            yield server
