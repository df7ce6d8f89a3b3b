# Values of Python's own types that a function returns.
# %% solution roots
def roots(a, b, c):
    "Return both roots of a quadratic equation as complex numbers."
    ### BEGIN SOLUTION
    root = complex(b * b - 4 * a * c) ** 0.5
    return (-b + root) / (2 * a), (-b - root) / (2 * a)
    ### END SOLUTION
# %% wrong roots
def roots(a, b, c):
    root = abs(b * b - 4 * a * c) ** 0.5
    return (-b + root) / (2 * a), (-b - root) / (2 * a)
# %% test complex
### BEGIN HIDDEN TESTS
first, second = roots(1, 2, 5)
assert abs(first - (-1 + 2j)) < 1e-9 and abs(second - (-1 - 2j)) < 1e-9
assert isinstance(first, complex)
### END HIDDEN TESTS
# %% solution packet
def packet(word, number):
    "Return the word in UTF-8, a zero byte, and the number as two bytes."
    ### BEGIN SOLUTION
    return word.encode() + bytes(1) + number.to_bytes(2, "big")
    ### END SOLUTION
# %% solved packet
def packet(word, number):
    return b"".join([bytes(word, "utf-8"), b"\x00", bytes(divmod(number, 256))])
# %% wrong packet
def packet(word, number):
    return f"{word}\0{number}"
# %% test bytes
assert packet("a", 1)[-1] == 1
### BEGIN HIDDEN TESTS
assert packet("né", 258) == b"n\xc3\xa9\x00\x01\x02"
### END HIDDEN TESTS
# %% solution summary
def summary(words):
    "Return the longest word, words by length, and the set of first letters."
    ### BEGIN SOLUTION
    by_length = {}
    for word in words:
        by_length.setdefault(len(word), []).append(word)
    return max(words, key=len), by_length, {word[0] for word in words}
    ### END SOLUTION
# %% wrong summary
def summary(words):
    return max(words), {len(word): word for word in words}, {word[-1] for word in words}
# %% test nested-containers points=3
longest, by_length, letters = summary(["fig", "plum", "kiwi"])
assert longest == "plum"
### BEGIN HIDDEN TESTS
assert by_length == {3: ["fig"], 4: ["plum", "kiwi"]}
assert letters == {"f", "p", "k"} and isinstance(letters, set)
### END HIDDEN TESTS
# %% solution mean
def mean(values):
    "Return the mean; nan without values, None where one is missing."
    ### BEGIN SOLUTION
    if None in values:
        return None
    return sum(values) / len(values) if values else float("nan")
    ### END SOLUTION
# %% wrong mean
def mean(values):
    return sum(values) / len(values) if values else 0.0
# %% test nan
### BEGIN HIDDEN TESTS
result = mean([])
assert result != result
### END HIDDEN TESTS
# %% test none
### BEGIN HIDDEN TESTS
assert mean([1, None]) is None
### END HIDDEN TESTS
# %% solution factorial
def factorial(n):
    ### BEGIN SOLUTION
    return n * factorial(n - 1) if n else 1
    ### END SOLUTION
# %% wrong factorial
def factorial(n):
    return n * factorial(n - 1) if n else 0
# %% test large-integer
### BEGIN HIDDEN TESTS
import math
assert factorial(200) == math.factorial(200)
### END HIDDEN TESTS
# %% solution every
def every(n):
    "Return the slice that takes every n-th element from the end."
    ### BEGIN SOLUTION
    return slice(None, None, -n)
    ### END SOLUTION
# %% wrong every
def every(n):
    return slice(None, None, n)
# %% test slice
### BEGIN HIDDEN TESTS
assert "abcdef"[every(2)] == "fdb"
### END HIDDEN TESTS
# %% solution flags
def is_leap(year):
    ### BEGIN SOLUTION
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    ### END SOLUTION
# %% wrong flags
def is_leap(year):
    return int(year % 4 == 0)
# %% test boolean
### BEGIN HIDDEN TESTS
assert is_leap(2000) is True
assert is_leap(1900) is False
### END HIDDEN TESTS
# %% solution pairs
def unordered_pairs(values):
    "Count the unordered pairs of neighbours, as frozen sets."
    ### BEGIN SOLUTION
    counts = {}
    for pair in map(frozenset, zip(values, values[1:])):
        counts[pair] = counts.get(pair, 0) + 1
    return counts
    ### END SOLUTION
# %% wrong pairs
def unordered_pairs(values):
    return {pair: 1 for pair in zip(values, values[1:])}
# %% test frozenset-as-a-key
### BEGIN HIDDEN TESTS
assert unordered_pairs("abab")[frozenset("ab")] == 3
### END HIDDEN TESTS
