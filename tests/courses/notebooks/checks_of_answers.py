# Ways in which tests compare answers: hashes, types, tolerances, printed results.
# %% code
import hashlib
import math
# %% solution answers
# Assign the number of seconds of a day, the planets beyond Saturn, and the golden ratio.
### BEGIN SOLUTION
seconds = 24 * 60 * 60
planets = ["Uranus", "Neptune"]
golden = (1 + 5**0.5) / 2
### END SOLUTION
# %% wrong answers
seconds = 24.0 * 60
planets = ("Uranus", "Neptune", "Pluto")
golden = 1.61
# %% locked hashing
def hashed(answer):
    return hashlib.sha256(repr(answer).encode()).hexdigest()[:8]
# %% test hash-of-a-number
assert hashed(seconds) == hashed(60 * 1440)
# %% test hash-of-a-list
### BEGIN HIDDEN TESTS
assert hashed(planets) == hashed(["Uranus", "Neptune"])
### END HIDDEN TESTS
# %% test type-of-a-variable
assert type(seconds) is int
assert isinstance(planets, list), "planets is no list"
assert str(type(golden)) == "<class 'float'>" and golden > 1.615
# %% test tolerance
### BEGIN HIDDEN TESTS
assert math.isclose(golden, 1.6180339887, rel_tol=1e-9)
assert round(golden, 3) == 1.618
### END HIDDEN TESTS
# %% test text-that-the-test-prints
assert golden**2 - golden - 1 < 1e-9 and golden > 1.615
print("The golden ratio is right:", golden)
# %% test assertion-that-is-caught
### BEGIN HIDDEN TESTS
try:
    assert len(planets) == 2
except AssertionError:
    raise ValueError(f"{len(planets)} planets") from None
### END HIDDEN TESTS
# %% test all-and-any
### BEGIN HIDDEN TESTS
assert all(planet.endswith(("us", "une")) for planet in planets)
assert not any(number % seconds for number in (86_400, 172_800))
### END HIDDEN TESTS
# %% test unpacking
### BEGIN HIDDEN TESTS
first, second = planets
assert f"{first:>8}|{second}" == "  Uranus|Neptune"
### END HIDDEN TESTS
# %% test expressions-of-a-variable
### BEGIN HIDDEN TESTS
assert seconds // 3600 == 24 and -seconds < 0 and seconds.bit_length() == 17
assert planets[::-1] + ["Pluto"] == ["Neptune", "Uranus", "Pluto"]
### END HIDDEN TESTS
