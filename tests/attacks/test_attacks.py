"""No hostile submission gets an undeserved point, a secret, or the better of the machine.

The first of each sort: all of them take minutes, and are graded by ``python -m tests.attacks``.
"""

import pytest

from tests.attacks import corpus, ours

ALL = corpus.attacks()
ATTACKS = [attack for attack in ALL if attack.quick]


@pytest.fixture(scope="module")
def run(request, tmp_path_factory):
    """The chosen attacks and the honest submissions, graded in one run."""
    items = [getattr(item, "callspec", None) for item in request.session.items]
    chosen = {call.params["attack"].name for call in items if call and "attack" in call.params}
    # Fewer when some were asked for (-k fork_bomb).
    return ours.grade(
        tmp_path_factory.mktemp("attacks"),
        [attack for attack in ATTACKS if attack.name in chosen or not chosen],
    )


def test_there_are_many_and_of_every_kind():
    assert len(ATTACKS) >= 60
    for kind in corpus.KINDS:
        assert sum(attack.kind == kind for attack in ALL) >= 10
        assert sum(attack.kind == kind for attack in ATTACKS) >= 5
    assert sum(attack.stock for attack in ALL) >= 60


def test_the_run_ends_well_and_leaves_nothing_behind(run):
    assert run.harm == []


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_attack_gets_nothing(run, attack):
    test_result = run.test_results[attack.name]
    assert test_result.total <= attack.deserves, test_result.points
    assert not test_result.leaks
    assert not test_result.harm
    assert not test_result.page


def test_honest_submissions_are_graded_right(run):
    got = {student: run.test_results[student].points for student in run.honest}
    assert got == {student: honest.points for student, honest in run.honest.items()}


def test_nothing_harmful_is_for_stock_nbgrader(tmp_path):
    path = tmp_path / "code" / "bomb.py"
    path.parent.mkdir()
    path.write_text("# Tries: much.\n# Kind: harm\n# Stock: yes\n")
    with pytest.raises(ValueError, match="not for stock"):
        corpus.read(path)
