"""Rosters: ours, Canvas's and Moodle's, and what is wrong with one, by its line."""

import pytest

from autograder.collect.roster import Person, read_roster, write_roster
from autograder.errors import UserError
from tests.autograder.collect.builders import table

OURS = ["email", "id", "group", "platform_id", "name"]
ADA = Person("ada", "Ada Lovelace", "ada@uni.org", "101")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_columns_in_any_order_and_form(tmp_path, delimiter, encoding):
    rows = [["ada@uni.org", " ada ", "3", "101", "Ada Lovelace"], [], ["", "jan", "", "", ""]]
    path = table(tmp_path / "r.csv", OURS, rows, delimiter, encoding)
    assert read_roster(path) == [ADA, Person("jan")]


def test_written_and_read_again(tmp_path):
    people = [ADA, Person("noa", 'אברהם, "נועה"', "", "7"), Person("z;x", "مريم\u200cت")]
    write_roster(tmp_path / "course" / "roster.csv", people)
    assert read_roster(tmp_path / "course" / "roster.csv") == people


def test_canvas_gradebook(tmp_path):
    header = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "Dinosaurs (55)"]
    rows = [["", "", "", "", "", "Manual Posting"], ["    Points Possible", "", "", "", "", "100"],
            ["Lovelace, Ada", "101", "S1", "ada@uni.org", "A", "7"],
            ["Curie, Marie", "102", "S2", "", "A", ""], ["Noether, Emmy", "103", "", "", "A", ""],
            ["Student, Test", "104", "", "f00", "A", ""]]  # fmt: skip
    assert read_roster(table(tmp_path / "r.csv", header, rows, ";", "utf-8-sig")) == [
        Person("ada@uni.org", "Lovelace, Ada", "ada@uni.org", "101"),
        Person("S2", "Curie, Marie", "", "102"),
        Person("noether_emmy_103", "Noether, Emmy", "", "103"),
    ]
    split = ["LastName", "FirstName", "ID", "SIS Login ID", "Section"]
    rows = [["Lovelace", "Ada", "101", "ada", "A"]]
    (person,) = read_roster(table(tmp_path / "s.csv", split, rows))
    assert person == Person("ada", "Lovelace, Ada", "", "101")
    assert person.first_and_last == ("Ada", "Lovelace")


def test_moodle_exports(tmp_path):
    header = ["First name", "Last name", "ID number", "Email address", "Groups"]
    rows = [["Ada", "Lovelace", "s1", "ada@uni.org", ""], ["Jan", "", "", "jan@uni.org", ""]]
    assert read_roster(table(tmp_path / "p.csv", header, rows)) == [
        Person("s1", "Lovelace, Ada", "ada@uni.org"),
        Person("jan@uni.org", "Jan", "jan@uni.org"),
    ]
    header = ["Identifier", "Full name", "Email address", "Status", "Grade"]
    rows = [["Participant 77", "Ada Lovelace", "ada@uni.org", "Submitted", ""],
            ["Participant 78", "Jan Kowalski", "", "", ""]]  # fmt: skip
    assert read_roster(table(tmp_path / "w.csv", header, rows)) == [
        Person("ada@uni.org", "Ada Lovelace", "ada@uni.org", "77"),
        Person("jan_kowalski_78", "Jan Kowalski", "", "78"),
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [("name,email\nAda,a@x\n", "line 1: a roster's first line names its columns"),
     ("", "line 1: a roster's first line"), ("id,name\n", "names no student"),
     ("id\nada\n\n ada\n", "line 4: the id 'ada' stands in line 2 already"),
     ("id\nAda\nada\n", "line 3: the id 'ada' stands in line 2"),
     ("id\ncafe\u0301\ncaf\u00e9\n", "line 3: the id"),
     ("id,platform_id\na,7\nb,7\n", "line 3: the platform_id '7' stands in line 2"),
     ("id,name\na,A\n,B\n", "line 3: the id '' is empty"),
     ("id\n../x\n", "line 2: the id '../x' holds one of"), ("id\na*\n", "holds one of"),
     ("id\n.ada\n", "begins with a dot"), ("id\n" + "x" * 101 + "\n", "more than 100 characters"),
     ('id\n"ada\n', "this is no CSV"), ('id\n"a"b\n', "line 2: this is no CSV")],
)  # fmt: skip
def test_what_is_wrong_is_reported_with_its_line(tmp_path, text, message):
    path = tmp_path / "r.csv"
    path.write_bytes(text.encode())
    with pytest.raises(UserError) as error:
        read_roster(path)
    assert message in str(error.value)


def test_other_encodings_and_places(tmp_path):
    path = tmp_path / "r.csv"
    path.write_bytes("id,name\na,Ada\nb,Müller\n".encode("latin-1"))
    with pytest.raises(UserError, match="line 3: this is not UTF-8"):
        read_roster(path)
    with pytest.raises(UserError, match="There is no roster"):
        read_roster(tmp_path)


def test_nothing_unseen_gets_into_a_person(tmp_path):
    path = table(tmp_path / "r.csv", ["id", "name"], [["a\u202eda", "A\x1b[31mda\u2066\x00"]])
    assert read_roster(path) == [Person("ada", "A[31mda")]


@pytest.mark.parametrize(
    ("name", "parts"),
    [("Byron, Ada King", ("Ada King", "Byron")), ("Ada King Byron", ("Ada King", "Byron")),
     ("Ada", ("", "Ada")), ("", ("", ""))],
)  # fmt: skip
def test_first_and_last_name(name, parts):
    assert Person("x", name).first_and_last == parts
