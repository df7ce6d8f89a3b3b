"""Grading on a Dask cluster with separate processes and TLS, and failures of these processes."""

import json
import shutil
import signal
import socket
import subprocess
import warnings
from pathlib import Path

import nbformat
import pytest

from autograder.batch.dask_workers import ClusterWorkers, check_address
from autograder.course import Course
from autograder.demo import fill_in_solutions
from autograder.errors import UserError
from autograder.files import write_atomically
from autograder.grading.assignment import pack
from autograder.release.source_notebook import read_solutions
from tests.autograder.batch import classes, faults, snapshot
from tests.autograder.batch.dask_cluster import (
    TIMEOUT_SECONDS,
    Cluster,
    certificates,
    wait_for,
)
from tests.autograder.conftest import SCRIPTS, run
from tests.autograder.tiny import FORGED, GOOD, NAME, TINY, submit
from tests.instructor import ROOT, read

STUDENTS = [f"student{number:02}" for number in range(12)]


def packed(folder, assignment):
    """Return an assignment as workers receive it."""
    from autograder.batch.gradebook_writer import Book

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        course = Course(folder)
        with Book(course, assignment) as book:
            return pack(course, book.gradebook, assignment)


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    """A cluster with three workers, of which one has two threads."""
    with Cluster(tmp_path_factory.getbasetemp()) as started:
        for name, threads in (("first", 1), ("second", 1), ("third", 2)):
            started.worker(name, f"--nthreads={threads}", f"--preload={faults.__file__}")
        started.ready(3)
        yield started


@pytest.fixture(scope="module")
def other(tmp_path_factory):
    """A scheduler without workers."""
    with Cluster(tmp_path_factory.getbasetemp()) as started:
        yield started


@pytest.fixture(scope="module")
def tiny_assignment(tiny_released):
    return packed(tiny_released, TINY)


@pytest.fixture(scope="module")
def submitted(tiny_released, tmp_path_factory):
    """A course with twelve submissions: right, forged, wrong, unchanged, and no notebook."""
    course = tmp_path_factory.mktemp("class") / "course"
    shutil.copytree(tiny_released, course)
    for number, student in enumerate(STUDENTS):
        kind = (GOOD, FORGED, {**GOOD, "double": "def double(x): return 3"}, {})[number % 4]
        double = kind.get("double", "def double(x): pass")
        submit(course, student, **{**kind, "double": f"{double}\nme = {number}"})
    write_atomically(
        course / "course" / "submitted" / STUDENTS[-1] / TINY / f"{TINY}.ipynb", "no notebook"
    )
    return course


@pytest.fixture
def course(submitted, tmp_path):
    shutil.copytree(submitted, tmp_path / "course")
    return tmp_path / "course"


def start(course, cluster):
    """Start `autograder grade` with a cluster."""
    tls = (f"--tls-{name}={path}" for name, path in cluster.pem.items())
    return subprocess.Popen(
        [SCRIPTS / "autograder", "grade", f"--cluster={cluster.address}", *tls, "--json", TINY],
        cwd=course,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def recorded(course):
    return {path.stem for path in (course / "course" / "grading_records" / TINY).glob("*.json")}


def connection(cluster, assignment, **other):
    pem = {name: str(path) for name, path in {**cluster.pem, **other}.items()}
    return ClusterWorkers(assignment, cluster.address, **pem)


def grade(cluster, assignment, *submissions):
    """Grade submissions without a course; return the results by submission."""
    with connection(cluster, assignment) as workers:
        jobs = ((submission, submission) for submission in submissions)
        return {key: answer and json.loads(answer) for key, answer in workers.run(jobs)}


def notebook(course, number=0):
    return (
        course / "course" / "submitted" / STUDENTS[number] / TINY / f"{TINY}.ipynb"
    ).read_bytes()


def state(cluster):
    """Return the number of tasks of a scheduler, and of those that its workers process."""
    with cluster.client() as client:
        return client.run_on_scheduler(
            lambda dask_scheduler: (
                len(dask_scheduler.tasks),
                sum(len(worker.processing) for worker in dask_scheduler.workers.values()),
            )
        )


@pytest.fixture(scope="module")
def interrupted(cluster, submitted, tmp_path_factory):
    """A course whose grading was interrupted by Ctrl-C, the exit status and the error output."""
    course = tmp_path_factory.mktemp("interrupted") / "course"
    shutil.copytree(submitted, course)
    with cluster.closed_gate():
        process = start(course, cluster)
        wait_for(lambda: len(recorded(course)) >= 2)
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=TIMEOUT_SECONDS)
    return course, process.returncode, errors


def test_ctrl_c_ends_cleanly_and_leaves_nothing_on_the_cluster(interrupted, cluster):
    course, status, errors = interrupted
    assert status == 130
    assert errors.strip().split("\n")[-1] == (
        "autograder: interrupted; run the same command to continue."
    )
    assert 2 <= len(recorded(course)) < len(STUDENTS)
    wait_for(lambda: state(cluster) == (0, 0))


def test_a_worker_that_dies_changes_no_grade(interrupted, cluster, submitted, tmp_path):
    """The run continues after Ctrl-C, loses a worker, and has the same result as a local run."""
    course, _, _ = interrupted
    before = recorded(course)
    with cluster.closed_gate():
        process = start(course, cluster)
        cluster.kill(wait_for(cluster.blocked_workers)[0])
    printed, errors = process.communicate(timeout=TIMEOUT_SECONDS)
    assert process.returncode == 0, errors
    document = json.loads(printed)
    assert document["recorded"] == len(STUDENTS) - len(before)
    assert document["unchanged"] == len(before)

    local = tmp_path / "local"
    shutil.copytree(submitted, local)
    assert classes.grade(local).graded == len(STUDENTS)
    books = [snapshot.gradebook(snapshot.database(folder)) for folder in (course, local)]
    assert not snapshot.difference(*books)
    grades = [snapshot.files(folder, "grading_records", "autograded") for folder in (course, local)]
    assert len(grades[0]) >= 2 * len(STUDENTS) - 1
    assert not snapshot.difference(*grades)


def test_a_whole_notebook_is_graded(cluster, course):
    done = run(["nbgrader", "generate_assignment", NAME], course)
    assert done.returncode == 0, done.stderr
    release = course / "course" / "release" / NAME / f"{NAME}.ipynb"
    right = nbformat.writes(fill_in_solutions(release, read_solutions(read()))).encode()
    answers = grade(cluster, packed(course, NAME), right, right + b" ")
    assert [sum(answer["scores"].values()) for answer in answers.values()] == [100, 100]


def test_workers_write_to_their_own_folders_only(cluster, tiny_assignment, submitted):
    grade(cluster, tiny_assignment, notebook(submitted))
    left = {path.name for path in cluster.folder.glob("*/*")}
    assert not {name for name in left if name.startswith("dinosaur-")}


def test_a_scheduler_keeps_no_submissions(cluster, tiny_assignment, submitted):
    """Except for the last message of each of its connections, which are at most five."""

    def notebooks_in_memory():
        import gc

        containers = [thing for thing in gc.get_objects() if not isinstance(thing, type)]
        inside = (thing for container in containers for thing in gc.get_referents(container))
        return len({id(t) for t in inside if isinstance(t, bytes) and b'"nbformat_minor"' in t})

    grade(cluster, tiny_assignment, *(notebook(submitted) + b" " * n for n in range(8)))
    with cluster.client() as client:
        assert client.run_on_scheduler(notebooks_in_memory) <= 5


def test_a_submission_whose_grading_fails_is_given_up(cluster, tiny_assignment):
    assert grade(cluster, tiny_assignment, b"grading fails") == {b"grading fails": None}


@pytest.mark.parametrize("submission", [b"return an object", b"return too much"])
def test_an_invalid_result_is_rejected(cluster, tiny_assignment, submission):
    with pytest.raises(UserError, match=r"^The worker at tls://127.* sent an invalid result"):
        grade(cluster, tiny_assignment, submission)


def test_a_submission_that_ends_workers_is_given_up_alone(cluster, tiny_assignment, submitted):
    """Other submissions that the worker had received are graded."""
    cluster.worker("fourth", f"--preload={faults.__file__}")
    cluster.ready(3)
    with cluster.client() as client:
        # Give up after the first death instead of the fourth, which would need six more workers.
        client.run_on_scheduler(
            lambda dask_scheduler: setattr(dask_scheduler, "allowed_failures", 0)
        )
    notebooks = [notebook(submitted) + b" " * number for number in range(6)]
    answers = grade(cluster, tiny_assignment, notebooks[0], b"the worker dies", *notebooks[1:])
    assert answers.pop(b"the worker dies") is None
    assert sorted(answers) == sorted(notebooks)
    assert all(answer["scores"]["test-double"] == 3 for answer in answers.values())


def test_a_scheduler_that_dies_changes_no_grade(cluster, course):
    """The last test of this cluster."""
    with cluster.closed_gate():
        process = start(course, cluster)
        wait_for(lambda: len(recorded(course)) >= 2)
        cluster.kill("scheduler")
        _, errors = process.communicate(timeout=TIMEOUT_SECONDS)
    assert process.returncode == 2
    (line,) = (line for line in errors.strip().split("\n") if line.startswith("autograder: "))
    assert "was lost. Finished grades are kept" in line
    assert "Traceback" not in errors
    before = recorded(course)
    assert 2 <= len(before) < len(STUDENTS)
    outcome = classes.grade(course)
    assert outcome.unchanged == len(before)
    assert recorded(course) == set(STUDENTS)


def test_certificates_of_another_authority_are_rejected(other, tiny_assignment, tmp_path):
    workers = connection(other, tiny_assignment, **certificates(tmp_path / "pem"))
    with pytest.raises(UserError, match=r"^No scheduler answers at tls:"):
        workers.__enter__()


def test_a_key_of_another_certificate_is_rejected(other, tiny_assignment, tmp_path):
    key = certificates(tmp_path / "pem")["key"]
    with pytest.raises(UserError, match="The certificates cannot be used"):
        connection(other, tiny_assignment, key=key).__enter__()


def test_missing_certificates_are_reported(other, tiny_assignment):
    with pytest.raises(UserError, match="give --tls-ca, --tls-cert and --tls-key"):
        ClusterWorkers(tiny_assignment, other.address).__enter__()


def test_a_scheduler_with_tls_accepts_no_other_connection(other, tiny_assignment):
    address = other.address.replace("tls:", "tcp:")
    with pytest.raises(UserError, match="No scheduler answers"):
        ClusterWorkers(tiny_assignment, address).__enter__()


def test_missing_workers_are_reported(other, tiny_assignment):
    workers = connection(other, tiny_assignment)
    workers.timeout = 1
    with pytest.raises(UserError, match=r"has no workers: start some with `dask worker`"):
        workers.__enter__()


def test_the_loss_of_all_workers_is_reported(other, tiny_assignment, submitted):
    other.worker("for-a-moment")
    other.ready(1)
    with connection(other, tiny_assignment) as workers:
        other.kill("for-a-moment")
        workers.timeout = 1
        with pytest.raises(UserError, match=r"has lost its last worker. Finished grades are kept"):
            list(workers.run([(0, notebook(submitted))]))


def test_a_worker_of_another_version_does_not_grade(other, tiny_assignment, submitted):
    copy = other.folder / "copy"
    shutil.copytree(ROOT / "autograder", copy / "autograder")
    with (copy / "autograder" / "grading" / "test_runner.py").open("a") as file:
        file.write("# one more comment\n")
    other.worker("another-version", PYTHONPATH=str(copy))
    other.ready(1)
    try:
        with pytest.raises(UserError, match=r"^The worker at tls://127.* has another version of"):
            grade(other, tiny_assignment, notebook(submitted))
    finally:
        other.kill("another-version")


def test_a_worker_without_bubblewrap_does_not_grade(other, tiny_assignment, submitted):
    bwrap = Path(shutil.which("bwrap", path="/usr/bin:/bin:/usr/local/bin")).resolve()
    other.worker("no-bubblewrap", missing=[bwrap])
    other.ready(1)
    try:
        with pytest.raises(UserError, match=r"^The worker at tls://127.* bubblewrap is missing"):
            grade(other, tiny_assignment, notebook(submitted))
    finally:
        other.kill("no-bubblewrap")


@pytest.mark.parametrize(
    "address",
    ["", "host:8786", "http://host:8786", "tls://host", "tls://:8786", "tls://host:99999",
     "tls://host:port", "tcp://10.0.0.1:8786", "tcp://localhost.example.org:8786",
     "tcp://[2001:db8::1]:8786", "tcp://127.0.0.1@10.0.0.1:8786"],
)  # fmt: skip
def test_an_invalid_address_or_one_without_tls_is_rejected(address):
    with pytest.raises(UserError):
        check_address(address)


@pytest.mark.parametrize(
    "address",
    ["tls://host:8786", "tcp://localhost:8786", "tcp://127.0.0.1:8786", "tcp://[::1]:8786"],
)
def test_a_safe_address_is_accepted(address):
    check_address(address)


def test_nothing_is_sent_without_tls(tiny_assignment):
    """No connection is made to a host that may be another machine."""
    with socket.create_server(("0.0.0.0", 0)) as server:
        address = f"tcp://0.0.0.0:{server.getsockname()[1]}"
        with (
            pytest.raises(UserError, match="without TLS"),
            ClusterWorkers(tiny_assignment, address) as workers,
        ):
            list(workers.run([(0, b"")]))
        server.setblocking(False)
        with pytest.raises(BlockingIOError):
            server.accept()
