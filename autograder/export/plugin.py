"""The base class of our nbgrader export plugins: which students, which file, which grade."""

from pathlib import Path

from nbgrader.apps.baseapp import NbGrader
from nbgrader.coursedir import CourseDirectory
from nbgrader.plugins import ExportPlugin
from traitlets import Enum, Unicode

from autograder.collect import listed
from autograder.config import COURSE, format_command
from autograder.errors import UserError
from autograder.gradebook import (
    GRADED,
    MISSING,
    REJECTED,
    UNFINISHED,
    WAITING,
    read_class,
    roster_of,
)


class PlatformExportPlugin(ExportPlugin):
    """An export of one assignment of our course.

    ``nbgrader export --exporter=autograder.export.canvas.CanvasExportPlugin`` uses it, and
    ``autograder export canvas``. Both can set its traits in ``nbgrader_config.py``, for instance
    ``c.CanvasExportPlugin.rejected = "zero"``.

    A subclass says in `kind` and `suffix` how its file is called, and in `make` what is in it.
    """

    missing = Enum(
        ["empty", "zero"],
        "empty",
        help="What students without a submission get: no grade, or 0 points.",
    ).tag(config=True)
    rejected = Enum(
        ["empty", "zero"],
        "empty",
        help="What submissions get that could not be graded: no grade, or 0 points unless an "
        "earlier one earned some.",
    ).tag(config=True)
    unfinished = Enum(
        ["empty", "score"],
        "empty",
        help="What submissions get with a cell that somebody has yet to grade: no grade, or the "
        "points so far.",
    ).tag(config=True)
    roster = Unicode(
        "", help="The list of students; roster.csv in the folder `course` by default."
    ).tag(config=True)

    kind, suffix = "", ".csv"
    cells = False

    def export(self, gradebook):
        """Write the file; a user's mistake ends ``nbgrader export`` with one sentence, too."""
        self.sentences = []
        try:
            try:
                self.write(gradebook)
            except OSError as error:
                raise UserError(f"{error.filename}: {error.strerror}.") from None
        except UserError as error:
            if isinstance(self.parent, NbGrader):
                self.parent.fail("%s", error)
            raise
        if isinstance(self.parent, NbGrader):
            for sentence in self.sentences:
                self.log.warning("%s", sentence)

    def write(self, gradebook):
        """Read the grades and write the file."""
        coursedir = getattr(self.parent, "coursedir", None) or CourseDirectory(parent=self)
        self.work = Path(coursedir.root) / COURSE
        assignment = self.one_assignment(gradebook, coursedir)
        roster = roster_of(self.roster or self.work / "roster.csv")
        only = [str(name) for name in self.student]
        grades = read_class(gradebook, assignment, self.work, roster, only, cells=self.cells)
        name = f"{assignment}_{self.kind}{self.suffix}"
        self.target = Path(self.to) if self.to else self.work / "exports" / name
        if self.target.is_dir():
            raise UserError(f"{self.target} is a folder: name a file with --to.")
        self.make(grades)

    def make(self, grades):
        """Write `self.target`; messages go into `self.sentences`.

        Parameters
        ----------
        grades : ClassGrades
        """
        raise NotImplementedError

    def one_assignment(self, gradebook, coursedir):
        """Return the assignment to export: the one asked for, or the only one.

        Raises
        ------
        UserError
            If it is not clear which.
        """
        asked = [str(name) for name in self.assignment] or [coursedir.assignment_id]
        names = [name for name in asked if name] or [a.name for a in gradebook.assignments]
        if not names:
            raise UserError("The gradebook is empty: run `autograder release` first.")
        if len(names) > 1:
            raise UserError(
                f"Name one assignment, since its grades go into one file: {', '.join(names)}."
            )
        return names[0]

    def grade(self, student):
        """Return the points that a platform gets for a student, or None for no grade.

        Nobody's missing grade is a silent 0: that takes a trait.
        """
        if student.state == GRADED or (student.state == UNFINISHED and self.unfinished == "score"):
            return student.total
        zero = {MISSING: self.missing, REJECTED: self.rejected}.get(student.state) == "zero"
        return 0.0 if zero and not student.earned else None

    def tell(self, what, things):
        """Add a sentence about some people or rows, if there are any."""
        if things:
            self.sentences.append(f"{what} ({len(things)}): {listed(things)}.")

    def tell_of_no_grade(self, students, assignment):
        """Report who gets no grade and why, except those who submitted nothing."""
        for state, setting in (
            (REJECTED, "rejected = 'zero' gives 0 unless one was earned before"),
            (UNFINISHED, "finish them in formgrader, or set unfinished = 'score'"),
            (WAITING, f"run {format_command('grade', assignment)}"),
        ):
            names = [s.id for s in students if s.state == state and self.grade(s) is None]
            self.tell(f"{state.capitalize()}, so no grade; {setting}", names)

    def tell_of_rows(self, platform, rows, matched, graded, ignored=lambda name: False):
        """Report the rows without a student and the students without a row.

        Parameters
        ----------
        platform : str
        rows, matched : list, Matched
            What `autograder.collect.matching.match` took and gave.
        graded : list of Student
            Those with a grade.
        ignored : callable
            Whether a row's name is that of nobody at all.
        """
        self.tell("Left alone, since it is not clear whose row it is", matched.doubts)
        if not self.student:  # otherwise most rows belong to other students
            names = [name for name in matched.nobodys(rows) if not ignored(name)]
            self.tell(f"Rows of {platform} that are nobody's here", names)
        self.tell(f"Grades of students that {platform}'s file does not list",
                  matched.without_row(graded))  # fmt: skip

    def tell_of_formulas(self, platform, sheet):
        """Warn of formulas in the platform's own file, which it must get back unchanged."""
        if count := sheet.formulas():
            self.sentences.append(
                f"Cells of {platform}'s own file that begin like a formula: {count}. They are "
                f"kept, since {platform} must find its own text again: import the file without "
                "opening it in a spreadsheet."
            )
