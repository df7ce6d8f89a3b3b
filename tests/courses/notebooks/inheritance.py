# Classes that inherit from each other, on both sides.
# %% locked animal
import abc

class Animal(abc.ABC):
    legs = 4

    def __init__(self, name):
        self.name = name

    @abc.abstractmethod
    def sound(self):
        "What it says."

    def greet(self):
        return f"{self.name} says {self.sound()}"
# %% solution animals
class Dog(Animal):
    ### BEGIN SOLUTION
    def sound(self):
        return "woof"
    ### END SOLUTION

class Bird(Animal):
    ### BEGIN SOLUTION
    legs = 2

    def sound(self):
        return "tweet"

    def greet(self):
        return super().greet().upper()
    ### END SOLUTION

class Robot:
    ### BEGIN SOLUTION
    def __init__(self, model):
        self.model = model

    def label(self):
        return f"{self.prefix()}-{self.model}"

    def prefix(self):
        return "R"
    ### END SOLUTION
# %% wrong animals
class Dog(Animal):
    def sound(self):
        return "meow"

class Bird(Animal):
    def sound(self):
        return "tweet"

class Robot:
    def __init__(self, model):
        self.model = model

    def label(self):
        return f"R{self.model}"

    def prefix(self):
        return ""
# %% test inherited-from-the-instructors-class protected=no
### BEGIN HIDDEN TESTS
dog = Dog("Rex")
assert isinstance(dog, Animal)
assert dog.greet() == "Rex says woof"
### END HIDDEN TESTS
# %% test issubclass protected=no
### BEGIN HIDDEN TESTS
assert issubclass(Bird, Animal) and not issubclass(Robot, Animal)
assert Bird.legs == 2
### END HIDDEN TESTS
# %% test super
### BEGIN HIDDEN TESTS
assert Bird("Ada").greet() == "ADA SAYS TWEET"
### END HIDDEN TESTS
# %% test students-class-subclassed-by-a-test points=2
### BEGIN HIDDEN TESTS
class Drone(Robot):
    def prefix(self):
        return "D"

drone = Drone(7)
assert drone.label() == "D-7"
assert isinstance(drone, Robot)
### END HIDDEN TESTS
# %% test instructors-class-passed
### BEGIN HIDDEN TESTS
class Cow(Animal):
    def sound(self):
        return "moo"

loud = [animal.sound() for animal in (Cow("Io"), Dog("Rex"))]
assert loud == ["moo", "woof"]
### END HIDDEN TESTS
# %% solution stack
class StackError(Exception):
    "Raised by `pop` of an empty stack."

class Stack:
    ### BEGIN SOLUTION
    def __init__(self):
        self._values = []

    def push(self, value):
        self._values.append(value)

    def pop(self):
        if not self._values:
            raise StackError("the stack is empty")
        return self._values.pop()
    ### END SOLUTION
# %% wrong stack
class StackError(Exception):
    "Raised by `pop` of an empty stack."

class Stack:
    def __init__(self):
        self._values = []

    def push(self, value):
        self._values.insert(0, value)

    def pop(self):
        return self._values.pop()
# %% test order-of-a-stack
### BEGIN HIDDEN TESTS
stack = Stack()
for value in (1, [2], "three"):
    stack.push(value)
assert [stack.pop(), stack.pop(), stack.pop()] == ["three", [2], 1]
### END HIDDEN TESTS
# %% test object-kept-by-an-object protected=no
### BEGIN HIDDEN TESTS
token, stack = object(), Stack()
stack.push(token)
stack.push(None)
assert stack.pop() is None and stack.pop() is token
### END HIDDEN TESTS
# %% test exception-class-of-the-student
### BEGIN HIDDEN TESTS
try:
    Stack().pop()
except StackError as error:
    assert "empty" in str(error)
else:
    raise AssertionError("an empty stack has nothing to pop")
### END HIDDEN TESTS
# %% solution shapes
def total_area(shapes):
    "Add the areas of objects with a method `area`."
    ### BEGIN SOLUTION
    return sum(shape.area() for shape in shapes)
    ### END SOLUTION
# %% wrong shapes
def total_area(shapes):
    return max(shape.area() for shape in shapes)
# %% test objects-of-the-test-passed
### BEGIN HIDDEN TESTS
class Square:
    def __init__(self, side):
        self.side = side

    def area(self):
        return self.side**2

assert total_area([Square(1), Square(3)]) == 10
### END HIDDEN TESTS
