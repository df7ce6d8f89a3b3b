# Enumerations, named tuples, data classes and counters.
# %% locked the-types
import collections
import dataclasses
import enum

Point = collections.namedtuple("Point", ["x", "y"])

class Colour(enum.Enum):
    RED = 1
    GREEN = 2

@dataclasses.dataclass
class Planet:
    name: str
    radius: float
    moons: list = dataclasses.field(default_factory=list)
# %% solution records
def mirror(point):
    ### BEGIN SOLUTION
    return Point(-point.x, point.y)
    ### END SOLUTION

def light(cars):
    ### BEGIN SOLUTION
    return Colour.GREEN if cars else Colour.RED
    ### END SOLUTION

def double(planet):
    ### BEGIN SOLUTION
    return dataclasses.replace(planet, radius=2 * planet.radius)
    ### END SOLUTION

def letters(text):
    ### BEGIN SOLUTION
    return collections.Counter(text)
    ### END SOLUTION

def by_first(words):
    ### BEGIN SOLUTION
    groups = collections.defaultdict(list)
    for word in words:
        groups[word[0]].append(word)
    return groups
    ### END SOLUTION
# %% wrong records
def mirror(point):
    return Point(point.x, -point.y)

def light(cars):
    return Colour.RED if cars else Colour.GREEN

def double(planet):
    return Planet(planet.name, planet.radius * 2)

def letters(text):
    return collections.Counter(text.upper())

def by_first(words):
    return {word[0]: [word] for word in words}
# %% test namedtuple points=2
### BEGIN HIDDEN TESTS
found = mirror(Point(2, 3))
assert found == (-2, 3)
assert found.x == -2
### END HIDDEN TESTS
# %% test enum
### BEGIN HIDDEN TESTS
assert light(3) is Colour.GREEN
assert light(0) == Colour.RED
### END HIDDEN TESTS
# %% test dataclass
### BEGIN HIDDEN TESTS
assert double(Planet("Mars", 3390.0, ["Phobos"])) == Planet("Mars", 6780.0, ["Phobos"])
### END HIDDEN TESTS
# %% test counter
### BEGIN HIDDEN TESTS
assert letters("banana").most_common(1) == [("a", 3)]
assert letters("aab") == {"a": 2, "b": 1}
### END HIDDEN TESTS
# %% test defaultdict
### BEGIN HIDDEN TESTS
found = by_first(["apple", "avocado", "beet"])
assert found == {"a": ["apple", "avocado"], "b": ["beet"]}
### END HIDDEN TESTS
