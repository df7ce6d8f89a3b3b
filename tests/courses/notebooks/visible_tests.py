# The visible part of a test cell counts, with the hidden part and without one.
# %% solution functions
def clean(text):
    "Remove spaces at both ends and write the text in lower case."
    ### BEGIN SOLUTION
    return text.strip().lower()
    ### END SOLUTION

def words(text):
    ### BEGIN SOLUTION
    return clean(text).split()
    ### END SOLUTION
# %% wrong functions
def clean(text):
    return text.lower()

def words(text):
    return text.split(" ")
# %% test visible-only
assert clean(" Ab ") == "ab"
# %% test visible-only-with-a-library
from numpy.testing import assert_equal

assert_equal(words("a  b"), ["a", "b"])
# %% test visible-decides
assert clean(" x") == "x"
### BEGIN HIDDEN TESTS
assert clean("X") == "x"
### END HIDDEN TESTS
# %% test hidden-decides
assert clean("X") == "x"
### BEGIN HIDDEN TESTS
assert clean("\tX\n") == "x"
### END HIDDEN TESTS
# %% test helper-in-the-visible-part points=2
def check(text, expected):
    found = words(text)
    assert found == expected, f"words({text!r}) gives {found}"

check("One two", ["one", "two"])
### BEGIN HIDDEN TESTS
check("  UP  down ", ["up", "down"])
### END HIDDEN TESTS
# %% test value-of-the-visible-part
text = "So It  Goes"
found = words(text)
### BEGIN HIDDEN TESTS
assert found == ["so", "it", "goes"]
### END HIDDEN TESTS
# %% test helper-of-an-earlier-test
check("a\nB", ["a", "b"])
# %% test hidden-helper-of-an-earlier-test
### BEGIN HIDDEN TESTS
def count_words(text):
    return len(words(text))

assert count_words("  A b ") == 2
### END HIDDEN TESTS
# %% test two-hidden-parts
### BEGIN HIDDEN TESTS
before = "  A"
### END HIDDEN TESTS
after = clean(" A")
### BEGIN HIDDEN TESTS
assert after == clean(before) == "a"
assert count_words(before + " b") == 2
### END HIDDEN TESTS
# %% test hidden-part-that-only-defines-a-helper
assert words(" one") == ["one"]
### BEGIN HIDDEN TESTS
def unused():
    return 1
### END HIDDEN TESTS
# %% test test-in-a-function
def test_words():
    assert words("A B") == ["a", "b"]

test_words()
# %% test test-in-a-class
import unittest

class TestClean(unittest.TestCase):
    def test_ends(self):
        self.assertEqual(clean(" q "), "q")

result = unittest.TestResult()
unittest.defaultTestLoader.loadTestsFromTestCase(TestClean).run(result)
assert result.wasSuccessful() and result.testsRun == 1
