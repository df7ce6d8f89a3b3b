"""Deliveries collected: who gets which file, what counts, what is kept, what is told."""

import itertools
import os
import shutil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.collect.importer import import_downloads
from autograder.collect.roster import Person
from autograder.errors import UserError
from tests.autograder.collect.builders import (
    HOURS,
    MAY,
    NAME,
    canvas,
    inbound,
    moodle,
    notebook,
    tree,
    zipped,
)
from tests.autograder.collect.conftest import CLASS, reasons, states

ADA = {"name": "Lovelace, Ada", "user": 101}


def test_a_canvas_class(collect, tmp_path):
    path = canvas(tmp_path / "submissions.zip", [
        {**ADA, "number": 501, "content": notebook("a")},
        {"name": "Łukasiewicz, Jan", "user": 102, "number": 502, "late": True,
         "content": notebook("b")},
        {"name": "O'Neil, Seán-Óg", "user": 104, "number": 503, "content": notebook("c")},
        {"name": "Mallory", "user": 999, "number": 504, "content": notebook("d")},
    ])  # fmt: skip
    would = collect(path, dry_run=True)
    assert not collect.work.exists()
    report = collect(path)
    expected = {"ada": "new", "jan": "new", "sean": "new", "mallory_999": "unknown",
                "noa": "missing"}  # fmt: skip
    assert states(report) == states(would) == expected
    assert report.late == ["jan"] and report.needs_review
    assert report.sources[0]["platform"] == "canvas" and report.sources[0]["people"] == 4
    submitted = tree(collect.work / "submitted")
    assert submitted == {
        f"{student}/{NAME}/{NAME}.ipynb": notebook(text)
        for student, text in (("ada", "a"), ("jan", "b"), ("sean", "c"))
    }
    assert (collect.work / "unknown" / "mallory_999" / NAME / f"{NAME}.ipynb").is_file()

    before = {file: file.stat().st_mtime_ns for file in collect.work.rglob("*") if file.is_file()}
    again = collect(path)
    assert {row.state for row in again.rows} == {"unchanged", "unknown", "missing"}
    after = {file: file.stat().st_mtime_ns for file in collect.work.rglob("*") if file.is_file()}
    assert after == before


@pytest.mark.parametrize(("flat", "ending"), [(False, ""), (False, "_"), (True, "")])
def test_a_moodle_class(collect, tmp_path, flat, ending):
    files = {f"{NAME}.ipynb": notebook("a"), "data.csv": b"1"}
    path = moodle(tmp_path / "m.zip", [("Ada Lovelace", 7, files), ("נועה אברהם", 8, files)],
                  ending=ending, flat=flat)  # fmt: skip
    report = collect(path)
    assert states(report)["ada"] == states(report)["noa"] == "new"
    assert tree(collect.work / "submitted" / "noa" / NAME) == files
    assert report.doubled == ["The very same files were submitted by ada, noa."]


def test_nbgraders_tree_and_exchange(collect, tmp_path):
    inbound(tmp_path / "ex", "ada", MAY, notebook("first"))
    inbound(tmp_path / "ex", "ada", MAY + HOURS, notebook("second"), random="Ab3_-9xyzQ12")
    inbound(tmp_path / "ex", "ada", MAY, notebook("other"), assignment="other")
    tree_of = tmp_path / "old" / "submitted" / "jan@uni.org" / NAME
    tree_of.mkdir(parents=True)
    (tree_of / f"{NAME}.ipynb").write_bytes(notebook("j"))
    (tree_of / "timestamp.txt").write_text("2026-05-01 12:00:00 +0200")
    report = collect(tmp_path / "ex", tmp_path / "old")
    assert [source["platform"] for source in report.sources] == ["exchange", "nbgrader"]
    submitted = tree(collect.work / "submitted")
    assert submitted == {
        f"ada/{NAME}/{NAME}.ipynb": notebook("second"),
        f"ada/{NAME}/timestamp.txt": b"2026-05-01 11:00:00.250000 UTC",
        f"jan/{NAME}/{NAME}.ipynb": notebook("j"),
        f"jan/{NAME}/timestamp.txt": b"2026-05-01 10:00:00 UTC",
    }
    kept = tree(collect.work / "attempts" / "ada" / NAME)
    assert kept["1/timestamp.txt"] == b"2026-05-01 10:00:00.250000 UTC"
    assert kept[f"1/{NAME}.ipynb"] == notebook("first")
    assert not report.needs_review


def test_a_folder_single_files_and_students_archives(collect, tmp_path):
    folder = tmp_path / "class"
    (folder / "103").mkdir(parents=True)
    (folder / "103" / "mine.ipynb").write_bytes(notebook("n"))
    (folder / "jan@uni.org.ipynb").write_bytes(notebook("j"))
    zipped(folder / "Ada Lovelace.zip", [(f"{NAME}.ipynb", notebook("a"), MAY)])
    (folder / "notes.pdf").write_bytes(b"%PDF")
    (folder / ".DS_Store").write_bytes(b"")
    single = tmp_path / "sean.ipynb"
    single.write_bytes(notebook("s"))
    report = collect(folder, single)
    assert states(report) == dict.fromkeys(("ada", "jan", "noa", "sean"), "new")
    assert set(reasons(report)) == {"notes.pdf"}
    assert set(tree(collect.work / "submitted")) == {
        f"ada/{NAME}/Ada Lovelace.zip", f"jan/{NAME}/{NAME}.ipynb", f"noa/{NAME}/mine.ipynb",
        f"sean/{NAME}/{NAME}.ipynb",
    }  # fmt: skip


def test_a_folder_of_downloads_and_one_of_students_zips(collect, tmp_path):
    folder = tmp_path / "downloads"
    folder.mkdir()
    one = [
        {**ADA, "number": 501, "content": notebook("a")},
        {"name": "Łukasiewicz, Jan", "user": 102, "number": 502, "content": notebook("b")},
    ]
    canvas(folder / "one.zip", one)
    canvas(folder / "two.zip", [{**file, "number": file["number"] + 10} for file in one])
    assert [source["people"] for source in collect(folder).sources] == [2, 2]
    # A student's archive that claims to be a download of others is that student's own.
    (folder / "two.zip").unlink()
    (folder / "one.zip").rename(folder / "sean.zip")
    (folder / "noa.ipynb").write_bytes(notebook("n"))
    report = collect(folder)
    assert states(report)["sean"] == "new"
    assert tree(collect.work / "submitted" / "sean" / NAME).keys() == {"sean.zip"}


def test_without_a_roster_everybody_is_collected(collect, tmp_path):
    path = canvas(tmp_path / "s.zip", [
        {**ADA, "number": 501, "content": notebook("a")},
        {"name": "[Mallory] <b>*?", "user": 9, "number": 502, "content": notebook("m")},
        {"name": "x" * 200, "user": 10, "number": 503, "content": notebook("x")},
        {"name": "anon_Xy12z", "user": 104, "number": 504, "content": notebook("y")},
    ])  # fmt: skip
    report = collect(path, people=None)
    assert set(states(report)) == {"lovelaceada_101", "malloryb_9", "x" * 60 + "_10",
                                   "anon_xy12z"}  # fmt: skip
    assert not (collect.work / "unknown").exists() and not report.needs_review


def test_later_on_the_roster_the_unknown_get_to_their_place(collect, tmp_path):
    path = canvas(tmp_path / "s.zip", [{**ADA, "number": 501, "content": notebook("a")}])
    collect(path, people=CLASS[1:])
    assert (collect.work / "unknown" / "lovelaceada_101").is_dir()
    assert states(collect(path))["ada"] == "new"
    assert list((collect.work / "unknown").iterdir()) == []


CANVAS_ATTEMPTS = [
    [{**ADA, "number": number, "content": notebook(f"{number}"), "when": MAY + number}]
    for number in (501, 507, 523)
]


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_the_newest_attempt_counts_in_whichever_order_they_come(collect, tmp_path, order):
    for place in order:
        path = canvas(tmp_path / f"{place}.zip", CANVAS_ATTEMPTS[place])
        collect(path)
    assert tree(collect.work / "submitted") == {f"ada/{NAME}/{NAME}.ipynb": notebook("523")}
    kept = tree(collect.work / "attempts" / "ada")
    notebooks = {content for name, content in kept.items() if name.endswith(".ipynb")}
    assert notebooks == {notebook("501"), notebook("507")}
    # An old download once more changes nothing.
    assert states(collect(tmp_path / "0.zip"))["ada"] == "unchanged"
    assert tree(collect.work / "attempts" / "ada") == kept


@settings(max_examples=20, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 3), st.integers(0, 4), st.sampled_from("abc")),
        min_size=1, max_size=5,
    ),
    st.randoms(),
)  # fmt: skip
def test_order_and_batches_of_exchange_attempts_do_not_matter(tmp_path_factory, attempts, random):
    folder = tmp_path_factory.mktemp("exchange")
    downloads = []
    for i, (batch, hour, text) in enumerate(attempts):
        inbound(folder / f"d{batch}", "ada", MAY + hour * HOURS, notebook(text), random=f"r{i}")
        downloads.append(folder / f"d{batch}")
    results = []
    for run in range(2):
        some = sorted(set(downloads))
        random.shuffle(some)
        work = folder / f"course{run}"
        if run:
            for path in some:
                import_downloads(work, [path], NAME, CLASS)
        else:
            import_downloads(work, some, NAME, CLASS)
        kept = tree(work / "attempts" / "ada")
        contents = sorted(
            value for name, value in kept.items() if name.endswith((".ipynb", ".txt"))
        )
        results.append((tree(work / "submitted"), contents))
    assert results[0] == results[1]
    latest = max(hour for _, hour, _ in attempts)
    stamp = results[0][0][f"ada/{NAME}/timestamp.txt"].decode()
    assert stamp.startswith(f"2026-05-01 {10 + latest}:00:00")
    shutil.rmtree(folder)


def test_two_uploads_of_one_name_in_one_download(collect, tmp_path):
    files = [{**ADA, "number": 501, "content": notebook("old")},
             {**ADA, "number": 502, "content": notebook("new"), "file": f"{NAME}-1.ipynb"},
             {**ADA, "number": 503, "content": b"1", "file": "data.csv"}]  # fmt: skip
    assert states(collect(canvas(tmp_path / "s.zip", files)))["ada"] == "new"
    assert tree(collect.work / "submitted" / "ada" / NAME) == {
        f"{NAME}.ipynb": notebook("new"), "data.csv": b"1"
    }  # fmt: skip
    assert tree(collect.work / "attempts" / "ada" / NAME)[f"1/{NAME}.ipynb"] == notebook("old")


def test_what_somebody_has_put_there_is_kept(collect, tmp_path):
    by_hand = collect.work / "submitted" / "ada" / NAME
    by_hand.mkdir(parents=True)
    (by_hand / f"{NAME}.ipynb").write_bytes(notebook("by hand"))
    path = canvas(tmp_path / "s.zip", [{**ADA, "number": 501, "content": notebook("a")}])
    assert states(collect(path))["ada"] == "updated"
    assert tree(collect.work / "attempts" / "ada" / NAME)[f"1/{NAME}.ipynb"] == notebook("by hand")
    # The instructor mends a notebook: it is newer than what the platform has.
    (by_hand / f"{NAME}.ipynb").write_bytes(notebook("mended"))
    collect(path)
    assert tree(by_hand) == {f"{NAME}.ipynb": notebook("mended")}


def test_what_marking_takes_out_does_not_come_back(collect, tmp_path):
    path = canvas(tmp_path / "s.zip", [
        {**ADA, "number": 501, "content": notebook("a")},
        {**ADA, "number": 502, "content": b"<script>", "file": "evil.html"}])  # fmt: skip
    collect(path)
    place = collect.work / "submitted" / "ada" / NAME
    (place / "evil.html").unlink()
    assert states(collect(path))["ada"] == "unchanged"
    assert tree(place) == {f"{NAME}.ipynb": notebook("a")}


def test_members_times_are_believed_when_they_are_no_downloads(collect, tmp_path):
    people = [("Łukasiewicz, Jan", 102), ("אברהם, נועה", 103)]
    files = [{**ADA, "number": 501, "content": notebook("a"), "when": MAY, "late": True}]
    for name, user in people:
        files.append({"name": name, "user": user, "number": user, "content": notebook(name),
                      "when": MAY + 5 * HOURS, "late": name.startswith("Ł")})  # fmt: skip
    report = collect(canvas(tmp_path / "s.zip", files), due=MAY + HOURS)
    stamps = {name: value for name, value in tree(collect.work / "submitted").items()
              if name.endswith(".txt")}  # fmt: skip
    # Ada is late before the due date, and Noa in time after it: neither time can be true.
    assert stamps == {f"jan/{NAME}/timestamp.txt": b"2026-05-01 15:00:00 UTC"}
    assert report.late == ["ada"]


def test_nobody_is_guessed(collect, tmp_path):
    twins = [*CLASS, Person("ada2", "LOVELACE Ada")]
    path = moodle(tmp_path / "m.zip", [("Ada Lovelace", 7, {"x.ipynb": notebook("a")})])
    (row,) = collect(path, people=twins).of("unknown")
    assert "ada and ada2 have this name" in row.note
    # Two accounts of one name.
    path = moodle(tmp_path / "n.zip", [("Jan Lukasiewicz", n, {"x.ipynb": notebook(f"{n}")})
                                       for n in (7, 8)])  # fmt: skip
    people = [*CLASS, Person("jl", "Jan Lukasiewicz")]
    assert {row.state for row in collect(path, people=people).rows} == {"unknown", "missing"}


def test_nobody_can_submit_for_another(collect, tmp_path):
    files = [
        {"name": "Łukasiewicz, Jan", "user": 102, "number": 501, "content": notebook("j")},
        # Has called himself Ada, who has a number of her own.
        {"name": "Lovelace, Ada", "user": 999, "number": 900, "content": notebook("m")},
        # Has put Ada's number at the end of his name.
        {"name": "x_101", "user": 998, "number": 901, "content": notebook("m")},
    ]
    report = collect(canvas(tmp_path / "s.zip", files))
    assert states(report) == {"jan": "new", "lovelaceada_999": "unknown", "ada": "missing",
                              "noa": "missing", "sean": "missing"}  # fmt: skip
    assert "its name matches two students" in reasons(report)[f"x_101_998_901_{NAME}.ipynb"]
    # In a later download an account of the same name, where the roster has no numbers.
    people = [Person("ada", "Ada Lovelace")]
    first = canvas(tmp_path / "1.zip", [{**ADA, "number": 501, "content": notebook("a")}])
    later = canvas(tmp_path / "2.zip", [{**ADA, "user": 999, "number": 950,
                                         "content": notebook("m")}])  # fmt: skip
    collect(first, people=people)
    report = collect(later, people=people)
    assert "another account" in report.of("unknown")[0].note
    assert tree(collect.work / "submitted")[f"ada/{NAME}/{NAME}.ipynb"] == notebook("a")


def test_a_moodle_group_is_not_whoever_has_its_number(collect, tmp_path):
    people = [Person("ada", "Ada Lovelace", "", "7"), Person("jan", "Jan Łukasiewicz", "", "8")]
    files = {"x.ipynb": notebook("x")}
    group = moodle(tmp_path / "g.zip", [("Group A", 7, files), ("Jan Lukasiewicz", 9, files)])
    report = collect(group, people=people)
    assert "has the number of ada, but not that name" in report.of("unknown")[0].note
    other = [("Teilnehmer/in"[:10], n, {"x.ipynb": notebook(f"{n}")}) for n in (7, 8)]
    assert states(collect(moodle(tmp_path / "b.zip", other), people=people)) == {
        "ada": "new", "jan": "new"
    }  # fmt: skip


def test_a_number_at_the_beginning_of_a_files_name(collect, tmp_path):
    files = [{**ADA, "number": 501, "content": notebook("a"), "file": "1_homework.ipynb"}]
    assert states(collect(canvas(tmp_path / "s.zip", files)))["ada"] == "new"


def test_two_folders_of_one_person_are_reported(collect, tmp_path):
    for name in ("ada", "ada@uni.org"):
        (tmp_path / "class").mkdir(exist_ok=True)
        (tmp_path / "class" / f"{name}.ipynb").write_bytes(notebook(name))
    report = collect(tmp_path / "class")
    assert "ada is two accounts or folders: ada and ada@uni.org" in report.doubled[0]


def test_mistakes_in_the_call(collect, tmp_path):
    for path, message in [
        (tmp_path / "none.zip", "There is no"),
        (collect.work / "submitted", "is where `autograder collect` stores submissions"),
    ]:
        (collect.work / "submitted").mkdir(parents=True, exist_ok=True)
        with pytest.raises(UserError, match=message):
            collect(path)
    os.mkfifo(tmp_path / "pipe.zip")
    with pytest.raises(UserError, match="neither a file nor a folder"):
        collect(tmp_path / "pipe.zip")
    (collect.work / "submitted" / "ada").symlink_to(tmp_path)
    path = canvas(tmp_path / "s.zip", [{**ADA, "number": 501, "content": notebook("a")}])
    report = collect(path)
    assert states(report)["ada"] == "rejected" and "is a link" in str(reasons(report))
    assert not (tmp_path / NAME).exists()
