"""The roster in nbgrader's gradebook, so that its pages show names."""

from datetime import UTC

from nbgrader.api import Gradebook, MissingEntry

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
        for student in track(changed):
            first, last, email, number = wanted[student]
            gradebook.update_or_create_student(
                student, first_name=first, last_name=last, email=email, lms_user_id=number
            )
    return len(changed)


def facts(person):
    """What nbgrader keeps of a person, None where the roster is empty."""
    fields = (*person.first_and_last, person.email, person.platform_id)
    return tuple(field[:LONGEST] or None for field in fields)
