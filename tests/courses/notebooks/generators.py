# Generators and iterators.
# %% code
import itertools
# %% solution generators
def countdown(n):
    ### BEGIN SOLUTION
    while n:
        yield n
        n -= 1
    ### END SOLUTION

def evens():
    "Yield all even numbers, without an end."
    ### BEGIN SOLUTION
    n = 0
    while True:
        yield n
        n += 2
    ### END SOLUTION

def running_mean():
    "Yield the mean of all numbers that were sent."
    ### BEGIN SOLUTION
    total = count = 0
    mean = None
    while True:
        total += yield mean
        count += 1
        mean = total / count
    ### END SOLUTION

def letters(text):
    "Return an iterator of the text's letters."
    ### BEGIN SOLUTION
    return iter(text)
    ### END SOLUTION
# %% solved generators
def countdown(n):
    yield from range(n, 0, -1)

def evens():
    return itertools.count(0, 2)

def running_mean():
    values = [(yield)]
    while True:
        values.append((yield sum(values) / len(values)))

def letters(text):
    return (letter for letter in text)
# %% wrong generators
def countdown(n):
    yield from range(n)

def evens():
    return iter(range(0, 4, 2))

def running_mean():
    while True:
        yield 0

def letters(text):
    return list(text)
# %% test generator
assert list(countdown(3)) == [3, 2, 1]
### BEGIN HIDDEN TESTS
assert sum(countdown(10)) == 55
### END HIDDEN TESTS
# %% test generator-without-end
### BEGIN HIDDEN TESTS
assert list(itertools.islice(evens(), 5)) == [0, 2, 4, 6, 8]
### END HIDDEN TESTS
# %% test generator-sent-to points=2
### BEGIN HIDDEN TESTS
means = running_mean()
next(means)
assert means.send(4) == 4
assert means.send(8) == 6
### END HIDDEN TESTS
# %% test iterator
### BEGIN HIDDEN TESTS
found = letters("ab")
assert next(found) == "a" and next(found) == "b"
assert next(found, "end") == "end"
### END HIDDEN TESTS
# %% solution primes
def primes(candidates):
    "Yield the primes among some numbers."
    ### BEGIN SOLUTION
    for n in candidates:
        if n > 1 and all(n % k for k in range(2, n)):
            yield n
    ### END SOLUTION
# %% wrong primes
def primes(candidates):
    for n in candidates:
        if n % 2:
            yield n
# %% test generator-passed
### BEGIN HIDDEN TESTS
assert list(primes(n * n + 1 for n in range(5))) == [2, 5, 17]
### END HIDDEN TESTS
# %% test generator-without-end-passed
### BEGIN HIDDEN TESTS
found = primes(itertools.count(8))
assert [next(found), next(found)] == [11, 13]
### END HIDDEN TESTS
