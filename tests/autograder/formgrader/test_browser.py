"""Formgrader in Chromium, as a grader uses it: lists, buttons, points and comments by hand."""

import shutil

import pytest
from playwright.sync_api import expect

from autograder.release.source_notebook import read_solutions
from tests.autograder.conftest import run
from tests.autograder.formgrader.server import SECRET, served
from tests.autograder.tiny import (
    FORGED,
    GOOD,
    NAME,
    TINY,
    add_tiny,
    gradebook,
    grades,
    submit,
)
from tests.instructor import read

pytestmark = pytest.mark.filterwarnings("ignore")  # nbgrader's, of SQLAlchemy
EVIL = '<img src="x" onerror="alert(1)"><script>alert(2)</script>'
WAIT = 60_000  # milliseconds, on a busy machine
expect.set_options(timeout=WAIT)


@pytest.fixture(scope="module")
def course(released, tmp_path_factory):
    """Two assignments: ours, and one with cells to grade by hand."""
    course = tmp_path_factory.mktemp("formgrader")
    shutil.copytree(released, course, dirs_exist_ok=True)
    add_tiny(course)
    submit(course, "honest", NAME, **read_solutions(read()))
    submit(course, "broken", NAME).write_text("no notebook")
    submit(course, "forger", **FORGED)
    for student in ("anna", "ben"):
        submit(course, student, **GOOD)
    with gradebook(course) as book:
        book.update_or_create_student("anna", first_name=EVIL, last_name=EVIL, email=EVIL)
    return course


@pytest.fixture(scope="module")
def home(course):
    with served(course, "jupyter-lab") as home:
        yield home


@pytest.fixture
def visit(browser, home):
    """Somebody who has logged in; nothing on any page may have run what a student wrote."""
    with browser.visit(f"{home}/formgrader/?token={SECRET}") as visit:
        visit.page.set_default_timeout(WAIT)
        yield visit
        assert (visit.dialogs, visit.popups, visit.console) == ([], [], [])
        assert all(asked.startswith(home) for asked in visit.requests)


def row(page, name):
    """The row of a table that is about an assignment or a student."""
    return page.locator(f'xpath=//tr[td[normalize-space()="{name}"]]')


def press(page, student, button):
    """Press a button in a student's row; give what formgrader then says."""
    row(page, student).locator(f".{button} a").click()
    said = page.locator(".modal.in .modal-content")
    expect(said).to_be_visible()
    text = said.inner_text()
    said.get_by_role("button", name="OK").click()
    expect(page.locator(".modal")).to_have_count(0)
    return text


def test_jupyterlab_opens_the_list_of_assignments(browser, home):
    with browser.visit(f"{home}/lab?token={SECRET}") as visit:
        visit.page.set_default_timeout(WAIT)
        visit.page.get_by_role("menuitem", name="Nbgrader").click()
        visit.page.get_by_role("menuitem", name="Formgrader", exact=True).click()
        page = visit.page.frame_locator("iframe")
        assert row(page, NAME).locator(".num-submissions").inner_text() == "2"
        assert row(page, TINY).locator(".num-submissions").inner_text() == "3"
        # By the keyboard, since JupyterLab's question about its news lies above.
        row(page, TINY).locator(".num-submissions a").press("Enter")
        expect(row(page, "ben").locator(".status")).to_have_text("needs autograding")


def test_the_button_grades_in_the_sandbox_by_the_test_runner(visit, home, course):
    page = visit.page
    row(page, NAME).locator(".num-submissions a").click()
    assert "Successfully autograded" in press(page, "honest", "autograde")
    expect(row(page, "honest").locator(".status")).to_have_text("graded")
    expect(row(page, "honest").locator(".score")).to_have_text("100 / 100")
    # One that cannot be graded says why, and nothing else changes.
    assert "is not a notebook" in press(page, "broken", "autograde")
    expect(row(page, "broken").locator(".status")).to_have_text("needs autograding")

    page.goto(f"{home}/formgrader/manage_submissions/{TINY}")
    press(page, "forger", "autograde")
    assert grades(course, "forger")["test-double"] == (0, False)


def graded(visit, home, *students):
    """Grade some with the button and stay there."""
    visit.page.goto(f"{home}/formgrader/manage_submissions/{TINY}")
    for student in students:
        assert "Successfully autograded" in press(visit.page, student, "autograde")


def show_names(page):
    """Press the button of the list of submissions, which does nothing while it loads."""
    expect(page.locator("#main-table a.name-hidden").first).to_be_visible()
    page.get_by_role("button", name="Show All Names").click()


def page_of(visit, home, student):
    """Open a submission in the manual grading view, by clicks from the gradebook on."""
    page = visit.page
    page.goto(f"{home}/formgrader/gradebook")
    page.get_by_role("link", name=TINY, exact=True).click()
    page.locator("#main-table").get_by_role("link", name=TINY, exact=True).click()
    show_names(page)
    page.locator("#main-table a.name-shown").filter(has_text=student).click()
    page.wait_for_load_state()
    # What the test runner has given shows in the fields, once they are there to type into.
    expect(page.locator("#test-double")).to_have_attribute("placeholder", "3")
    return page


def type_into(page, field, text):
    """Type as a grader does, and wait until it is stored."""
    with page.expect_response(lambda answer: answer.request.method == "PUT") as saved:
        page.locator(field).click()
        page.keyboard.press("Control+A")
        page.keyboard.type(text)
        page.keyboard.press("Escape")
    assert saved.value.ok


def check_feedback(browser, course):
    """What a reader sees of the page that is about ben."""
    path = course / "course" / "feedback" / "ben" / TINY / f"{TINY}.html"
    with browser.visit(path, settle=0) as visit:
        assert visit.page.locator(".comment").inner_text().split("\n", 1)[1].strip() == READ
        essay = visit.page.locator("section", has=visit.page.locator(".comment"))
        assert essay.locator(".score").inner_text() == "Score: 4.5 / 5"
        assert "Score: 13.5 / 20" in visit.page.inner_text("header")


def looked_at(course):
    """Whose points stand as they are, by name of the cell."""
    return {name for name, (_, look) in grades(course, "ben").items() if not look}


COMMENT = "Well *argued*, but <b>short</b> & late.<script>alert(3)</script>"
READ = "Well argued, but short & late."
POINTS = {"essay": 4.5, "test-double": 3, "test-partly": 2, "by-hand": 4, "task": 0}


def test_points_and_comments_by_hand_reach_the_feedback_and_stay(visit, home, course, browser):
    graded(visit, home, "ben", "anna")
    page = page_of(visit, home, "ben")
    type_into(page, "#essay", "4.5")
    type_into(page, "#test-double", "1")
    type_into(page, "#test-double_extra_credit", "2")
    type_into(page, "#essay-comment", COMMENT)
    type_into(page, "#by-hand", "99")
    assert page.locator("#by-hand").input_value() == "4"  # nbgrader's limit
    # The arrow leads to each that comes after, and from the last one back to the list.
    seen = set()
    while "/submissions/" in page.url:
        assert page.url not in seen
        seen.add(page.url)
        page.get_by_role("link", name="Next").click()
        page.wait_for_url(lambda url: url not in seen)
    show_names(page)
    mine = page.get_by_role("row").filter(has=page.locator("a.name-shown", has_text="ben"))
    expect(mine.locator(".score")).to_have_text("13.5 / 20")
    expect(mine.locator(".needs-manual-grade span")).to_be_visible()  # because of the task
    assert looked_at(course) == {"essay", "test-double", "test-partly", "by-hand"}

    page.goto(f"{home}/formgrader/manage_submissions/{TINY}")
    assert "Success" in press(page, "ben", "generate-feedback")
    check_feedback(browser, course)

    # Graded again by the button: nbgrader keeps the points and asks for another look.
    graded(visit, home, "ben")
    expect(row(page, "ben").locator(".score")).to_have_text("13.5 / 20")
    press(page, "ben", "generate-feedback")
    check_feedback(browser, course)
    assert looked_at(course) == {"test-partly"}
    page_of(visit, home, "ben")
    assert page.locator("#essay-comment").input_value() == COMMENT
    essay = page.locator(".nbgrader_cell", has=page.locator("#essay"))
    with page.expect_response(lambda answer: answer.request.method == "PUT"):
        essay.get_by_role("button", name="Resolve").click()
    assert looked_at(course) == {"test-partly", "essay"}

    # By either command, while the server is running.
    for commands in BY_COMMAND:
        for command in commands:
            done = run(command, course)
            assert done.returncode == 0, done.stdout + done.stderr
        check_feedback(browser, course)
        assert {name: score for name, (score, _) in grades(course, "ben").items()} == POINTS
        assert looked_at(course) == {"test-partly"}


BY_COMMAND = [
    [
        ["nbgrader", "autograde", TINY, "--force", "--student=ben"],
        ["nbgrader", "generate_feedback", TINY, "--force", "--student=ben"],
    ],
    [["autograder", "grade", "--again", TINY]],
]


def test_names_from_a_list_of_students_run_nothing(visit, home):
    graded(visit, home, "anna")
    page = visit.page
    page.get_by_role("link", name="Manage Students").click()
    expect(row(page, "anna").locator(".name")).to_have_text(f"{EVIL}, {EVIL}")
    row(page, "anna").locator(".edit a").click()
    assert page.locator("input.modal-email").input_value() == EVIL
    page.get_by_role("button", name="Cancel").click()
    row(page, "anna").locator(".name a").click()
    page.get_by_role("link", name=TINY).click()
    expect(row(page, TINY)).to_be_visible()
    page_of(visit, home, EVIL)
    page.locator("nav .glyphicon-eye-open").click()
    assert page.locator("nav a.name-shown").inner_text() == f"{EVIL}, {EVIL}"
    assert page.locator("img").count() == 0
