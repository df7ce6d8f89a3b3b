"""The exchange goes round between an instructor and students who have accounts of their own."""

import datetime
import re
import shutil
import stat

import pytest

from autograder.exchange.collecting import is_plain
from tests.autograder.conftest import run
from tests.autograder.tiny import GOOD, NAME, TINY, gradebook, submit

pytestmark = pytest.mark.filterwarnings("ignore")  # nbgrader's, of SQLAlchemy
COURSE = ("--course", NAME)
SOLVE = """
import nbformat
path = f"{assignment}/{assignment}.ipynb"
notebook = nbformat.read(path, as_version=4)
for cell in notebook.cells:
    cell.source = sources.get(cell.metadata.get("nbgrader", {}).get("grade_id"), cell.source)
nbformat.write(notebook, path)
"""
# Reads and lists all it can below some folders, and names what it could.
SPY = """
import os
for top in tops:
    for way, use in (("list", os.listdir), ("read", lambda path: open(path, "rb").read(1))):
        try:
            use(top)
        except IsADirectoryError:
            pass
        except NotADirectoryError:
            pass
        except PermissionError:
            print("closed", top)
        else:
            print("OPEN", way, top)
    for folder, _, files in os.walk(top):
        for name in files:
            path = os.path.join(folder, name)
            try:
                print("FOUND", path, open(path, "rb").read(1))
            except PermissionError:
                print("closed", path)
"""


@pytest.fixture
def shared(accounts, tiny_course):
    """A course on that machine, released into an exchange of its own."""
    exchange = accounts.folder / f"exchange of {tiny_course.name}"
    accounts.open_exchange(exchange)
    tiny_course.chmod(0o700)
    accounts.nbgrader("root", "release_assignment", TINY, where=tiny_course)
    return tiny_course, exchange / NAME


def submit_by_exchange(accounts, student, **sources):
    if not (accounts.home(student) / TINY).exists():
        accounts.nbgrader(student, "fetch_assignment", TINY, *COURSE)
    accounts.python(student, SOLVE, assignment=TINY, sources=sources)
    accounts.nbgrader(student, "submit", TINY, *COURSE)


def feedback_of(accounts, student):
    """Texts of the pages that a student has fetched, oldest submission first."""
    pages = sorted((accounts.home(student) / TINY / "feedback").glob("*/*.html"))
    return [re.sub(r"<[^>]*>", "", page.read_text()) for page in pages]


def test_a_class_goes_round(accounts, shared):
    course, exchange = shared
    root = exchange.parent.stat().st_mode
    assert stat.S_IMODE(root) == 0o1777  # nobody can put another course in the place of this one

    assert f"{NAME} {TINY}" in accounts.nbgrader("nobody", "list", *COURSE)
    submit_by_exchange(accounts, "nobody", double="def double(x): return 0")
    submit_by_exchange(accounts, "daemon", **GOOD)
    submit_by_exchange(accounts, "games", double="1")
    fetched = accounts.home("nobody") / TINY
    released_files = b"".join(path.read_bytes() for path in fetched.rglob("*") if path.is_file())
    assert b"double" in released_files
    assert b"HIDDEN TESTS" not in released_files
    assert b"return 2 * x" not in released_files

    # The third one's file is broken, and hers comes last; a fourth does not use the exchange.
    (inbound,) = (exchange / "inbound").glob("games+*")
    (inbound / f"{TINY}.ipynb").write_text("no notebook")
    submit(course, "by-mail", **GOOD)
    assert accounts.nbgrader("root", "list", "--inbound", where=course).count(f" {TINY} ") == 3
    accounts.nbgrader("root", "collect", TINY, where=course)

    # Late, and better: it counts as soon as it is collected.
    due = datetime.datetime.now(datetime.UTC).replace(tzinfo=None)
    with gradebook(course) as book:
        book.update_or_create_assignment(TINY, duedate=due)
    submit_by_exchange(accounts, "nobody", **GOOD)
    submitted = course / "course" / "submitted" / "nobody" / TINY / f"{TINY}.ipynb"
    accounts.nbgrader("root", "collect", TINY, where=course)
    assert "return 0" in submitted.read_text()
    accounts.nbgrader("root", "collect", "--update", TINY, where=course)
    assert "return x + x" in submitted.read_text()

    done = run(["autograder", "grade", TINY], course)
    assert "4 submissions" in done.stdout, done.stdout + done.stderr
    with gradebook(course) as book:
        late, soon = (book.find_submission(TINY, name) for name in ("nobody", "daemon"))
        assert (late.score, soon.score) == (5, 5)
        assert 0 < late.total_seconds_late < 600
        assert soon.total_seconds_late == 0

    told = accounts.nbgrader("root", "release_feedback", TINY, where=course)
    assert "by-mail: this submission did not come by the exchange" in told
    for student in ("nobody", "daemon", "games"):
        accounts.nbgrader(student, "fetch_feedback", TINY, *COURSE)
    # Only of what was graded: not of the first attempt.
    assert [page.count("Score: 5 / 20") for page in feedback_of(accounts, "nobody")] == [1]
    assert [page.count("Score: 5 / 20") for page in feedback_of(accounts, "daemon")] == [1]
    (rejection,) = feedback_of(accounts, "games")
    assert "could not be graded" in rejection
    assert "feedback already fetched" in accounts.nbgrader("daemon", "list", "--cached", *COURSE)

    # All this time nobody could look at anything of somebody else's.
    seen = accounts.python(
        "nobody",
        SPY,
        tops=[
            *map(str, (course, course / "notebooks", course / "course" / "gradebook.db")),
            *map(str, (course / "course" / "submitted", course / "course" / "feedback")),
            *map(str, (exchange / "inbound", exchange / "feedback", accounts.home("daemon"))),
        ],
    )
    assert seen.count("closed") >= 8
    assert "OPEN" not in seen
    assert "FOUND" not in seen
    # Names that cannot be guessed are what keeps those who may pass through from reading.
    for page in (exchange / "feedback").iterdir():
        assert re.fullmatch(r"[0-9a-f]{32}\.html", page.name)


@pytest.mark.parametrize("name", ["nobody", "root"])
def test_what_was_fetched_validates_with_our_configuration_and_without(accounts, shared, name):
    where = shared[0] if name == "root" else accounts.home(name)
    path = (where if name == "nobody" else accounts.home(name)) / TINY
    shutil.rmtree(path, ignore_errors=True)
    accounts.nbgrader(name, "fetch_assignment", TINY, *COURSE)
    untouched = accounts.nbgrader(name, "validate", path / f"{TINY}.ipynb", where=where)
    assert "The following" in untouched
    assert "NotImplementedError" in untouched
    accounts.python(name, SOLVE, assignment=TINY, sources=GOOD)
    solved = accounts.nbgrader(name, "validate", path / f"{TINY}.ipynb", where=where)
    assert "Success! Your notebook passes all the tests." in solved


def test_a_course_that_everybody_can_read_is_not_released(accounts, tiny_course):
    exchange = accounts.folder / "exchange without a course"
    accounts.open_exchange(exchange)
    tiny_course.chmod(0o755)
    said = accounts.fails("root", "release_assignment", TINY, where=tiny_course)
    assert "FOUND" in accounts.python("nobody", SPY, tops=[str(tiny_course / "notebooks")])
    assert not list(exchange.rglob("*"))
    # What it says mends it.
    run_by_shell = re.search(r"`(chmod [^`]+)`", said)[1]
    accounts.python("root", "import subprocess; subprocess.run(mend.split(), check=True)",
                    mend=run_by_shell)  # fmt: skip
    accounts.nbgrader("root", "release_assignment", TINY, where=tiny_course)
    assert "FOUND" not in accounts.python("nobody", SPY, tops=[str(tiny_course / "notebooks")])


# What an account can put into the inbound folder without nbgrader's help.
HOSTILE = """
import os
from pathlib import Path
inbound = Path(inbound)
stamp = "2030-01-01 00:00:00.0 UTC"
def folder(name):
    made = inbound / name
    made.mkdir()
    return made
mine = folder(f"daemon+tiny+{stamp}+x")
(mine / "tiny.ipynb").symlink_to(solutions)
(mine / "notes.txt").symlink_to(gradebook)
(mine / "all").symlink_to(Path(gradebook).parent)
os.mkfifo(mine / "submission_secret.txt")
(mine / "timestamp.txt").write_bytes(b"\\xff")
with (mine / "huge.bin").open("wb") as file:
    file.truncate(30_000_000)
deep = mine
for _ in range(12):
    deep = deep / "deep"
    deep.mkdir()
(deep / "end.txt").write_text("x")
(mine / "kept.txt").write_text("kept")
for name in ("nobody", "..", ".", "", "<img src=x onerror=alert(1)>", "*", "a b\\n", "root"):
    made = folder(f"{name}+tiny+{stamp}+forged")
    (made / "tiny.ipynb").write_text("forged")
folder("daemon+tiny+no time+x")
folder("daemon+tiny+" + "9" * 150 + "+x")
folder("daemon+tiny")
folder("+tiny+")
(inbound / f"daemon+tiny+{stamp}+file").write_text("no folder")
(inbound / f"daemon+tiny+2031-01-01 00:00:00.0 UTC+link").symlink_to(Path(gradebook).parent)
"""


def test_what_the_exchange_holds_is_no_danger(accounts, shared):
    course, exchange = shared
    submit_by_exchange(accounts, "nobody", **GOOD)
    accounts.python(
        "daemon",
        HOSTILE,
        inbound=str(exchange / "inbound"),
        solutions=str(course / "notebooks" / TINY / f"{TINY}.ipynb"),
        gradebook=str(course / "course" / "gradebook.db"),
    )
    before = sorted(path.name for path in (course / "course").iterdir())
    told = accounts.nbgrader("root", "collect", TINY, where=course)

    submitted = course / "course" / "submitted"
    assert sorted(path.name for path in submitted.iterdir()) == ["daemon", "nobody"]
    assert sorted(path.name for path in (course / "course").iterdir()) == [*before, "submitted"]
    assert "return x + x" in (submitted / "nobody" / TINY / f"{TINY}.ipynb").read_text()
    mine = submitted / "daemon" / TINY
    found = {path.name for path in mine.rglob("*")}
    assert found == {"kept.txt", "timestamp.txt", "deep"}
    assert (mine / "timestamp.txt").read_text() == "2030-01-01 00:00:00.0 UTC"
    assert not any(path.is_symlink() for path in mine.rglob("*"))
    assert "belongs to the account daemon" in told
    assert "tiny.ipynb was left behind: it is a link" in told
    assert "a student whose name cannot be that of a folder" in told
    assert "\n<" not in told

    # The newest honest one counts, and a second time nothing that is worse takes its place.
    accounts.nbgrader("root", "collect", "--update", TINY, where=course)
    assert "return x + x" in (submitted / "nobody" / TINY / f"{TINY}.ipynb").read_text()


def test_stock_collect_follows_links_to_the_solutions(accounts, shared):
    """Else the test above would show nothing."""
    course, exchange = shared
    accounts.python(
        "daemon",
        "import os\nos.mkdir(mine)\nos.symlink(solutions, mine + '/tiny.ipynb')\n"
        "os.mkdir(other)\nopen(other + '/tiny.ipynb', 'w').write('forged')",
        mine=str(exchange / "inbound" / f"daemon+{TINY}+2030-01-01 00:00:00.0 UTC+x"),
        other=str(exchange / "inbound" / f"nobody+{TINY}+2030-01-01 00:00:00.0 UTC+x"),
        solutions=str(course / "notebooks" / TINY / f"{TINY}.ipynb"),
    )
    stock = "--ExchangeFactory.collect=nbgrader.exchange.default.collect.ExchangeCollect"
    accounts.nbgrader("root", "collect", TINY, stock, where=course)
    submitted = course / "course" / "submitted"
    assert "return 2 * x" in (submitted / "daemon" / TINY / f"{TINY}.ipynb").read_text()
    assert (submitted / "nobody" / TINY / f"{TINY}.ipynb").read_text() == "forged"


def test_a_backdated_submission_is_reported(accounts, shared):
    course, exchange = shared
    accounts.python(
        "daemon",
        "import os\nos.mkdir(mine)\nos.utime(mine, (0, 0))",
        mine=str(exchange / "inbound" / f"daemon+{TINY}+2020-01-01 00:00:00.0 UTC+x"),
    )
    told = accounts.nbgrader("root", "collect", TINY, where=course)
    assert "says that it was submitted at 2020-01-01 00:00:00, and was written to at 20" in told


@pytest.mark.parametrize("name", ["ada", "ada.l", "Ärger Ö", "a+b", "مريم"])
def test_plain_names(name):
    assert is_plain(name)


@pytest.mark.parametrize("name", ["", ".", "..", " ", "a/b", "<b>", "a&b", "a*", "a\n", "\u202e"])
def test_names_that_are_not(name):
    assert not is_plain(name)
