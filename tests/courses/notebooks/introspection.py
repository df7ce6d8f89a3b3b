# Tests that ask a function for its source, name, signature and documentation.
# %% code
import inspect
# %% solution functions
def total(values):
    ### BEGIN SOLUTION
    "Return the sum of all values."
    result = 0
    for value in values:
        result += value
    return result
    ### END SOLUTION
# %% wrong functions
def total(values):
    return sum(values)
# %% test getsource points=2
### BEGIN HIDDEN TESTS
source = inspect.getsource(total)
assert "for " in source and "sum(" not in source
assert total([1, 2]) == 3
### END HIDDEN TESTS
# %% test doc
### BEGIN HIDDEN TESTS
assert total.__doc__
assert "sum" in total.__doc__
### END HIDDEN TESTS
# %% test getdoc
### BEGIN HIDDEN TESTS
assert len(inspect.getdoc(total) or "") > 10
### END HIDDEN TESTS
# %% solution scaling
# Define `scale` with the parameters `values` and `factor`, which is 2 by default.
### BEGIN SOLUTION
def scale(values, factor=2):
    return [factor * value for value in values]
### END SOLUTION
# %% solved scaling
def scale(values: list, factor: float = 2) -> list:
    return [value * factor for value in values]
# %% wrong scaling
resize = lambda values, factor: [factor * value for value in values]
def scale(numbers, *rest):
    return numbers
scale.__name__ = "resize"
# %% test name
### BEGIN HIDDEN TESTS
assert scale.__name__ == "scale"
### END HIDDEN TESTS
# %% test defaults
### BEGIN HIDDEN TESTS
assert scale.__defaults__ == (2,)
### END HIDDEN TESTS
# %% test signature points=2
### BEGIN HIDDEN TESTS
parameters = inspect.signature(scale).parameters
assert list(parameters) == ["values", "factor"]
assert parameters["factor"].default == 2
### END HIDDEN TESTS
# %% test keyword-arguments
### BEGIN HIDDEN TESTS
assert scale(factor=3, values=[1]) == [3]
### END HIDDEN TESTS
# %% test callable
### BEGIN HIDDEN TESTS
assert callable(scale) and inspect.isfunction(scale) and scale([4]) == [8]
### END HIDDEN TESTS
# %% solution annotated
# Define `area` with annotations: two numbers of type float, and a float that is returned.
### BEGIN SOLUTION
def area(width: float, height: float) -> float:
    return width * height
### END SOLUTION
# %% wrong annotated
def area(width, height):
    return width * height
# %% test annotations
### BEGIN HIDDEN TESTS
assert area.__annotations__["return"] is float
### END HIDDEN TESTS
# %% test source-parsed
### BEGIN HIDDEN TESTS
import ast
tree = ast.parse(inspect.getsource(total))
assert any(isinstance(node, ast.For) for node in ast.walk(tree))
### END HIDDEN TESTS
# %% test code-object
### BEGIN HIDDEN TESTS
assert area.__code__.co_argcount == 2 and area.__code__.co_varnames == ("width", "height")
assert area.__annotations__
### END HIDDEN TESTS
