"""Visible checks of `sample`."""

import contextlib

from rnn_utils.checks._library import read_outcomes, recognize
from rnn_utils.checks._report import CheckFailed, check, fail, show
from rnn_utils.checks._sample_call import (
    LONGEST,
    NEWLINE,
    STEP_2,
    called_with,
    network,
    run_sample,
)

SEEDS = (3, 50, 150, 250, 400, 600, 800, 901)
LOOP = "section 4.2, and the given loop: its condition, counter, and the lines after it"


def _drawn(indices):
    """Return the letters to compare: up to the first newline, at most 40.

    `sample_form` checks where a long name ends.
    """
    end = indices.index(NEWLINE) + 1 if NEWLINE in indices else len(indices)
    return indices[: min(end, 40)]


def _case(seed, remembers):
    return f"seed {seed}, {'with' if remembers else 'without'} memory"


def observe(sample):
    """Return the letters that a function draws, by case; cases in which it fails are left out."""
    letters = {}
    for remembers in (True, False):
        parameters = network(newline_score=-2.5, remembers=remembers)
        for seed in SEEDS:
            with contextlib.suppress(CheckFailed):
                letters[_case(seed, remembers)] = _drawn(run_sample(sample, parameters, seed))
    return letters


def _mistake(sample):
    """Return the texts of the mistake that the letters show, or None."""
    parameters = network(newline_score=-2.5)
    names = [run_sample(sample, parameters, seed) for seed in SEEDS]
    if all(name in ([], [NEWLINE]) for name in names):
        return (
            "The letters drawn do not get into the list.",
            "indices.append(idx) is missing after the draw.",
            STEP_2,
        )
    if all(len(name) == 1 for name in names):
        return (
            "The list holds one index only.",
            "a return inside the loop ends it after the first letter: it belongs below the loop.",
            LOOP,
        )
    in_pairs = all(name[:-1:2] == name[1::2] for name in names)
    if in_pairs and any(len(set(name)) > 2 for name in names):
        return (
            "Every index stands in the list twice.",
            "indices.append(idx) comes twice in a round of the loop.",
            STEP_2,
        )
    return recognize("sample", observe(sample))


def _require(condition, sample, problem, called, expected, got, reason, read):
    """Raise `CheckFailed` as `require` does; a mistake that the letters show comes first."""
    if condition:
        return
    found = _mistake(sample)
    if found:
        problem, reason, read = found
    fail(problem, called=called, expected=expected, got=got, reason=reason, read=read)


@check("names end with the newline, and after 50 characters at the latest.")
def sample_form(sample):
    """Check the end of a name: at the first newline, or after 50 characters plus one newline."""
    certain = network(newline_score=60)
    at_once = run_sample(sample, certain, 3)
    if at_once == []:
        why = (
            "The newline that was drawn is not in the list.",
            "the name ends before indices.append(idx): append first, then look at idx.",
        )
    elif at_once == [NEWLINE, NEWLINE]:
        why = (
            "A newline is appended to a name that has one already.",
            "the line after the loop is for names of 50 characters: if counter == 50.",
        )
    elif at_once[-1] == 0:
        why = (
            "The newline is taken to have the index 0, but here it has 2.",
            "the newline's index is char_to_ix['\\n'], as given at the top.",
        )
    else:
        why = (
            "The name goes on after a newline.",
            "the loop has to end when idx is the newline: while idx != newline and ...",
        )
    _require(
        at_once == [NEWLINE],
        sample,
        why[0],
        called_with(3) + ", with a network that is certain of a newline, index 2, at once",
        [NEWLINE],
        at_once or "an empty list",
        why[1],
        LOOP,
    )

    # Newlines are rare here, but a loop without a limit still ends.
    rare = run_sample(sample, network(newline_score=-2.5), 13)
    never = run_sample(sample, network(newline_score=-60), 13) if len(rare) <= 52 else rare
    count = len(never)
    called = called_with(13) + ", with a network that hardly ever draws a newline, index 2"
    if count > 52:
        why = (
            "The name does not stop after 50 characters.",
            "the loop's condition has to look at counter too: ... and counter != 50.",
        )
    elif count == 52:
        why = (
            "51 characters are drawn; it should be 50.",
            "counter starts at 0 and the loop ends when it is 50; <= 50 lets one more through.",
        )
    elif count == 50 and never[-1] == NEWLINE:
        why = (
            "Only 49 characters are drawn; it should be 50.",
            "counter has to start at 0 and to grow by one with each character.",
        )
    elif count == 50:
        why = (
            "The newline after 50 characters is missing.",
            "the line after the loop: if counter == 50, append newline.",
        )
    else:
        why = (
            f"Only {count - 1} characters come before the closing newline, not 50.",
            "counter grows by more than one in a round; or the newline is drawn although its "
            "probability is nearly zero: then look at equations (2) and (3) first.",
        )
    _require(
        count == LONGEST + 1 and never[-1] == NEWLINE and NEWLINE not in never[:-1],
        sample,
        why[0],
        called,
        f"51 indices, the last one {NEWLINE}",
        f"{count} in all, the last one {never[-1]}",
        why[1],
        LOOP,
    )

    for seed in range(5):
        indices = run_sample(sample, network(newline_score=0), seed)
        _require(
            NEWLINE in indices and indices.index(NEWLINE) == len(indices) - 1,
            sample,
            "A name should stop at its first newline, and keep it.",
            called_with(seed),
            f"a single {NEWLINE}, at the end",
            indices[-10:],
            "the loop has to end when idx is the newline: while idx != newline and ...",
            LOOP,
        )


def _compare(sample, seed, remembers, problem, reason, read):
    indices = _drawn(run_sample(sample, network(-2.5, remembers), seed))
    # `sample_form` checks where a name ends: one that ends too early is compared as far as it goes.
    right = read_outcomes("sample")["expected"][_case(seed, remembers)][: len(indices)]
    if indices != right:
        place = next(t for t, index in enumerate(indices) if [index] != right[t : t + 1])
        expected, got = right[place] if place < len(right) else "the end", indices[place]
        before = f" after {show(indices[:place])}" if place else " as first index"
        expected, got = f"{expected}{before}", f"{got}{before}"
        _require(False, sample, problem, called_with(seed), expected, got, reason, read)


@check("letters are drawn with the right probabilities and seeds.")
def sample_draw(sample):
    """Check draws with equal probabilities: with Wax = Waa = 0 the state is always zero."""
    for seed in SEEDS:
        _compare(
            sample,
            seed,
            False,
            "The letters are not those that probabilities and seed ask for.",
            "in this order: a by equation (1), z by (2), softmax by (3), then the seed, then "
            "np.random.choice with p=y_hat.ravel(), once in each round.",
            "section 4.2, steps 1 and 2, and equations (1) to (3) in section 2.1",
        )


@check("each letter is fed back, and the hidden state is carried on.")
def sample_state(sample):
    """Check that letters depend on the letters before them and on the hidden state."""
    for seed in SEEDS:
        _compare(
            sample,
            seed,
            True,
            "Later letters do not depend on the earlier ones as they should.",
            "after each draw, x becomes the one-hot column of idx, and a_prev becomes a.",
            "section 4.2, steps 3 and 4, and equation (1) in section 2.1",
        )
