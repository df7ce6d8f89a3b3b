# Objects that are added, multiplied, compared, sorted and hashed.
# %% solution vector
class Vector:
    ### BEGIN SOLUTION
    def __init__(self, x, y):
        self.x, self.y = x, y

    def __add__(self, other):
        return Vector(self.x + other.x, self.y + other.y)

    def __sub__(self, other):
        return self + -other

    def __neg__(self):
        return Vector(-self.x, -self.y)

    def __mul__(self, factor):
        return Vector(factor * self.x, factor * self.y)

    __rmul__ = __mul__

    def __matmul__(self, other):
        return self.x * other.x + self.y * other.y

    def __iadd__(self, other):
        self.x += other.x
        self.y += other.y
        return self

    def __abs__(self):
        return (self @ self) ** 0.5

    def __eq__(self, other):
        return isinstance(other, Vector) and (self.x, self.y) == (other.x, other.y)

    def __lt__(self, other):
        return abs(self) < abs(other)

    def __hash__(self):
        return hash((self.x, self.y))
    ### END SOLUTION
# %% wrong vector
class Vector:
    def __init__(self, x, y):
        self.x, self.y = x, y

    def __add__(self, other):
        return (self.x + other.x, self.y + other.x)

    def __sub__(self, other):
        return Vector(self.x - other.x, self.y)

    def __mul__(self, factor):
        return Vector(factor + self.x, factor + self.y)

    def __eq__(self, other):
        return self.x == other.x

    def __lt__(self, other):
        return self.x < other.x

    def __abs__(self):
        return self.x + self.y
# %% test addition
total = Vector(1, 2) + Vector(3, 5)
assert (total.x, total.y) == (4, 7)
### BEGIN HIDDEN TESTS
total = Vector(1, 2) + Vector(-1, 0)
assert (total.x, total.y) == (0, 2)
### END HIDDEN TESTS
# %% test subtraction
### BEGIN HIDDEN TESTS
assert (Vector(4, 4) - Vector(1, 2)).y == 2
### END HIDDEN TESTS
# %% test negative
### BEGIN HIDDEN TESTS
assert (-Vector(1, -2)).y == 2
### END HIDDEN TESTS
# %% test multiplication points=2
### BEGIN HIDDEN TESTS
assert (Vector(1, 2) * 4).y == 8
assert (4 * Vector(1, 2)).x == 4
### END HIDDEN TESTS
# %% test matrix-multiplication
### BEGIN HIDDEN TESTS
assert Vector(1, 2) @ Vector(3, 4) == 11
### END HIDDEN TESTS
# %% test in-place-addition
### BEGIN HIDDEN TESTS
vector = same = Vector(1, 1)
vector += Vector(2, 3)
assert vector.y == 4 and same is vector
### END HIDDEN TESTS
# %% test absolute
### BEGIN HIDDEN TESTS
assert abs(Vector(3, 4)) == 5
### END HIDDEN TESTS
# %% test equality points=2
### BEGIN HIDDEN TESTS
assert Vector(1, 2) == Vector(1, 2)
assert Vector(1, 2) != Vector(1, 3)
assert not Vector(1, 2) == (1, 2)
### END HIDDEN TESTS
# %% test order
### BEGIN HIDDEN TESTS
assert Vector(5, -4) > Vector(1, 6) * 0 and Vector(0, 1) < Vector(0, -2)
found = sorted([Vector(9, 0), Vector(0, 1), Vector(-3, 0)])
assert [vector.x for vector in found] == [0, -3, 9]
### END HIDDEN TESTS
# %% test hash
### BEGIN HIDDEN TESTS
assert len({Vector(1, 2), Vector(1, 2), Vector(2, 1)}) == 2
assert {Vector(0, 0): "origin"}[Vector(0, 0)] == "origin"
### END HIDDEN TESTS
# %% test sum
### BEGIN HIDDEN TESTS
found = sum([Vector(1, 2), Vector(3, 4)], start=Vector(0, 0))
assert found.x == 4 and found.y == 6
### END HIDDEN TESTS
