"""nbgrader's collect, for an inbound folder into which everybody may write.

nbgrader's own follows links in it with the instructor's rights, so that a link to the solutions, or
to somebody else's work, becomes a submission; takes the name of a folder for that of its owner; and
stops the whole class at a name or a file that it cannot read.
"""

import pwd
import stat
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from nbgrader.exchange.default import ExchangeCollect
from nbgrader.utils import parse_utc

from autograder.exchange.copying import copy_regular_files
from autograder.sanitize import (
    LONGEST_TIMESTAMP,
    TIMESTAMP,
    InvalidSubmissionError,
    is_timestamp,
    printable,
)

# Copying takes a moment, and clocks of a network's machines differ.
PATIENCE = timedelta(minutes=10)
NEVER = datetime.min


class Collect(ExchangeCollect):
    """Replace nbgrader's collect as ``ExchangeFactory.collect``."""

    def init_src(self):
        super().init_src()
        self.src_records = [record for record in self.src_records if record["username"]]

    def _path_to_record(self, path):
        path = Path(path)
        try:
            return record_of(path, self.coursedir.assignment_id, self.check_owner)
        except InvalidSubmissionError as reason:
            self.log.warning("%s was not collected: %s", printable(path.name, 200), reason)
        # nbgrader compares these afterwards; init_src removes them.
        return {"username": "", "filename": path.name, "timestamp": NEVER}

    def copy_files(self):
        if not self.src_records:
            self.log.warning("There are no submissions of %s.", self.coursedir.assignment_id)
        for record in sorted(self.src_records, key=lambda record: record["username"]):
            target = Path(
                self.coursedir.format_path(
                    self.coursedir.submitted_directory,
                    record["username"],
                    self.coursedir.assignment_id,
                )
            )
            if self.wants(record, target):
                try:
                    self.replace(record, target)
                except (OSError, RuntimeError) as error:  # the latter is nbgrader's
                    self.log.warning(
                        "%s was not collected: %s", printable(record["filename"], 200), error
                    )
            else:
                self.log.info(
                    "%s: what was collected before stays%s.",
                    record["username"],
                    "" if self.update else "; --update takes a newer one",
                )

    def wants(self, record, target):
        """Return whether a submission replaces what was collected before, by nbgrader's rules."""
        if not target.is_dir():
            return True
        stamp, before = target / TIMESTAMP, None
        if stamp.is_file() and is_timestamp(stamp, stamp.stat().st_size):
            before = self.coursedir.get_existing_timestamp(str(target))
        if self.before_duedate and before != record["timestamp"]:
            return True
        return self.update and (before is None or record["timestamp"] > before)

    def replace(self, record, target):
        """Copy one submission; the one before is removed only when the new one is complete."""
        source = Path(self.inbound_path) / record["filename"]
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".collect-", dir=target.parents[1]) as temporary:
            copied, complete = Path(temporary) / "copied", Path(temporary) / "complete"
            for sentence in copy_regular_files(source, copied, record["owner"]):
                self.log.warning("%s: %s", record["username"], sentence)
            # Inside the folder it is a file that the student may have written.
            (copied / TIMESTAMP).unlink(missing_ok=True)
            (copied / TIMESTAMP).write_text(record["stamp"], encoding="ascii")
            # nbgrader's rules on what to leave out and on shared groups.
            self.do_copy(str(copied), str(complete))
            if target.is_dir():
                target.rename(Path(temporary) / "before")
            complete.rename(target)
        self.log.info("Collected: %s, of %s", record["username"], record["stamp"])
        if record["written"] - record["timestamp"] > PATIENCE:
            self.log.warning(
                "%s says that it was submitted at %s, and was written to at %s UTC.",
                record["username"], record["timestamp"], record["written"],
            )  # fmt: skip


def record_of(path, assignment, check_owner):
    """Return what nbgrader has to know of a folder in ``inbound``.

    Parameters
    ----------
    path : Path
        ``<student>+<assignment>+<time stamp>``, perhaps with ``+<random text>`` behind.
    assignment : str
        The only one that is wanted.
    check_owner : bool
        Whether the folder must belong to the account whose name it bears.

    Returns
    -------
    dict
        nbgrader's keys, and ``owner``, ``stamp`` and ``written``.

    Raises
    ------
    InvalidSubmissionError
        If the folder is not what nbgrader's submit would have made for this account.
    """
    parts = path.name.rsplit("+", 3)
    if len(parts) < 3 or parts[1] != assignment:
        raise InvalidSubmissionError("its name is not one that nbgrader gives")
    student, stamp = parts[0], parts[2]
    if not is_plain(student):
        raise InvalidSubmissionError("it is for a student whose name cannot be that of a folder")
    try:
        if not (stamp.isascii() and len(stamp) <= LONGEST_TIMESTAMP):
            raise ValueError(stamp)
        time = parse_utc(stamp)
        status = path.lstat()
    except Exception as error:  # dateutil raises many kinds of errors
        raise InvalidSubmissionError("its time stamp cannot be read, or it is gone") from error
    if not stat.S_ISDIR(status.st_mode):
        raise InvalidSubmissionError("it is no folder")
    if check_owner and account(status.st_uid) != student:
        raise InvalidSubmissionError(
            f"it belongs to the account {account(status.st_uid)}. If all users of your hub share "
            "one account, set c.ExchangeCollect.check_owner = False in nbgrader_config.py"
        )
    # The only time of a file system that its owner cannot set.
    written = datetime.fromtimestamp(status.st_ctime, UTC).replace(tzinfo=None)
    return {
        "username": student,
        "filename": path.name,
        "timestamp": time,
        "owner": status.st_uid,
        "stamp": stamp,
        "written": written,
    }


def is_plain(student):
    """Return whether a name can be that of a folder, a pattern for nbgrader and text on a page."""
    wrong = set('*?[]<>&"\\/')
    return student.isprintable() and not wrong & set(student) and student.strip(" .") != ""


def account(number):
    """Return the name of an account."""
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return f"number {number}, which has no name"
