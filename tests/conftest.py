"""What holds for all tests: their order, and no deadline for the examples of property tests.

The files that take longest begin first, so that all cores end together.

pytest-xdist gives each worker a whole file at a time (``--dist loadfile``), in the order in which
pytest has collected them. A deadline would make a test fail on a busy machine.
"""

from hypothesis import settings

settings.register_profile("project", deadline=None)
settings.load_profile("project")

# Measured with ``make pytest ARGS=--durations=0``; a file that is missing here only begins later.
LONGEST_FIRST = (
    "tests/courses/test_scores.py",
    "tests/mutants/test_scores.py",
    "tests/autograder/test_release.py",
    "tests/autograder/test_grading.py",
    "tests/kills/test_recording.py",
    "tests/attacks/test_attacks.py",
    "tests/notebooks/test_promises.py",
    "tests/autograder/test_nbgrader.py",
    "tests/autograder/student/test_student.py",
    "tests/autograder/student/test_shakespeare.py",
    "tests/benchmarks/test_class_run.py",
    "tests/autograder/batch/test_cluster.py",
    "tests/mutants/test_variations.py",
    "tests/autograder/formgrader/test_browser.py",
    "tests/kills/test_grading.py",
    "tests/benchmarks/test_sandbox.py",
    "tests/autograder/grading/test_session.py",
    "tests/autograder/test_second.py",
    "tests/autograder/batch/test_postgresql.py",
    "tests/autograder/test_places.py",
    "tests/shakespeare/test_train.py",
    "tests/autograder/batch/test_terminal.py",
    "tests/autograder/batch/test_cache.py",
    "tests/autograder/batch/test_equality.py",
    "tests/shakespeare/test_machine.py",
    "tests/autograder/feedback/test_pages.py",
    "tests/autograder/test_accessibility.py",
    "tests/autograder/feedback/test_formgrader.py",
    "tests/benchmarks/test_training.py",
    "tests/autograder/sandbox/test_doctor.py",
)


def pytest_collection_modifyitems(items):
    """Sort the files; the tests of a file stay in their order."""
    places = {path: place for place, path in enumerate(LONGEST_FIRST)}
    items.sort(key=lambda item: places.get(item.nodeid.partition("::")[0], len(places)))
