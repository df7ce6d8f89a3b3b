"""The roster in nbgrader's gradebook, so that its pages show names."""

from contextlib import contextmanager
from datetime import UTC

from nbgrader.api import Gradebook, MissingEntry

BATCH = 200  # students; others wait for the gradebook while they are written
LONGEST = 128  # characters of each field in the database


def due_date(course, assignment):
    """When an assignment is due.

    Parameters
    ----------
    course : Course
    assignment : str

    Returns
    -------
    float
        Seconds since 1970, UTC; 0 if there is no due date.
    """
    api = course.api()
    # Looking must not make a gradebook where there is none.
    own = course.work / "gradebook.db"
    if api.coursedir.db_url.startswith(f"sqlite:///{own}") and not own.exists():
        return 0.0
    with Gradebook(api.coursedir.db_url, course_id=api.course_id) as gradebook:
        try:
            due = gradebook.find_assignment(assignment).duedate
        except MissingEntry:
            return 0.0
    return due.replace(tzinfo=UTC).timestamp() if due else 0.0


def add_students(course, people, track=iter):
    """Add the people of a roster to nbgrader's gradebook, and correct those who are there.

    Parameters
    ----------
    course : Course
    people : list of Person
    track : callable
        Wraps the list of those to be written, to show progress.

    Returns
    -------
    int
        How many were new or had changed.
    """
    api = course.api()
    with Gradebook(api.coursedir.db_url, course_id=api.course_id) as gradebook:
        known = {
            s.id: (s.first_name, s.last_name, s.email, s.lms_user_id) for s in gradebook.students
        }
        wanted = {person.id: facts(person) for person in people}
        changed = [name for name in wanted if known.get(name) != wanted[name]]
        batches = [changed[i : i + BATCH] for i in range(0, len(changed), BATCH)]
        for batch in track(batches):
            with one_transaction(gradebook):
                for student in batch:
                    first, last, email, number = wanted[student]
                    gradebook.update_or_create_student(
                        student, first_name=first, last_name=last, email=email, lms_user_id=number
                    )
    return len(changed)


@contextmanager
def one_transaction(gradebook):
    """Let nbgrader's commits wait for a common one: each costs the disk some milliseconds.

    Parameters
    ----------
    gradebook : Gradebook
    """
    gradebook.db.remove()
    with gradebook.engine.begin() as connection:
        # A session that is bound to a connection never ends a transaction begun outside of it.
        gradebook.db.configure(bind=connection)
        try:
            yield
        finally:
            gradebook.db.remove()
            gradebook.db.configure(bind=gradebook.engine)


def facts(person):
    """What nbgrader keeps of a person, None where the roster is empty."""
    fields = (*person.first_and_last, person.email, person.platform_id)
    return tuple(field[:LONGEST] or None for field in fields)
