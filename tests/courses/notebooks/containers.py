# Objects with length, items, membership, iteration, a context and a call.
# %% solution shelf
class Shelf:
    "A shelf of books by number. With `with`, it is emptied at the end."

    ### BEGIN SOLUTION
    def __init__(self, *books):
        self.books = list(books)

    def __len__(self):
        return len(self.books)

    def __getitem__(self, place):
        return self.books[place]

    def __setitem__(self, place, book):
        self.books[place] = book

    def __delitem__(self, place):
        del self.books[place]

    def __contains__(self, book):
        return book.lower() in map(str.lower, self.books)

    def __iter__(self):
        return iter(sorted(self.books))

    def __call__(self, word):
        return [book for book in self.books if word in book]

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.books.clear()

    def __bool__(self):
        return "Emma" in self.books
    ### END SOLUTION
# %% wrong shelf
class Shelf:
    def __init__(self, *books):
        self.books = list(books)

    def __len__(self):
        return 1

    def __getitem__(self, place):
        return self.books[0]

    def __setitem__(self, place, book):
        self.books.append(book)

    def __delitem__(self, place):
        pass

    def __contains__(self, book):
        return book in self.books

    def __iter__(self):
        return iter(self.books)

    def __call__(self, word):
        return word

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        return True
# %% test length
assert len(Shelf()) == 0
### BEGIN HIDDEN TESTS
assert len(Shelf("Emma", "Dracula")) == 2
### END HIDDEN TESTS
# %% test item points=2
### BEGIN HIDDEN TESTS
shelf = Shelf("Emma", "Dracula", "Ulysses")
assert shelf[1] == "Dracula" and shelf[-1] == "Ulysses"
assert shelf[:2] == ["Emma", "Dracula"]
### END HIDDEN TESTS
# %% test item-that-is-missing
### BEGIN HIDDEN TESTS
try:
    Shelf("Emma")[7]
except IndexError:
    pass
else:
    raise AssertionError("there is no seventh book")
### END HIDDEN TESTS
# %% test item-set
### BEGIN HIDDEN TESTS
shelf = Shelf("Emma", "Dracula")
shelf[0] = "Ulysses"
assert shelf[0] == "Ulysses" and len(shelf) == 2
### END HIDDEN TESTS
# %% test item-deleted
### BEGIN HIDDEN TESTS
shelf = Shelf("Emma", "Dracula")
del shelf[0]
assert shelf[0] == "Dracula"
### END HIDDEN TESTS
# %% test membership
### BEGIN HIDDEN TESTS
assert "emma" in Shelf("Emma") and "Ulysses" not in Shelf("Emma")
### END HIDDEN TESTS
# %% test iteration
### BEGIN HIDDEN TESTS
assert list(Shelf("Emma", "Dracula")) == ["Dracula", "Emma"]
assert [book[0] for book in Shelf("Ulysses", "Emma")] == ["E", "U"]
### END HIDDEN TESTS
# %% test object-called
### BEGIN HIDDEN TESTS
assert Shelf("Emma", "Dracula")("m") == ["Emma"]
### END HIDDEN TESTS
# %% test context
### BEGIN HIDDEN TESTS
with Shelf("Emma") as shelf:
    assert len(shelf) == 1
assert len(shelf) == 0
### END HIDDEN TESTS
# %% test exception-in-a-context protected=no
### BEGIN HIDDEN TESTS
try:
    with Shelf("Emma"):
        raise KeyError("lost")
except KeyError:
    pass
else:
    raise AssertionError("the exception was swallowed")
### END HIDDEN TESTS
# %% test truth
### BEGIN HIDDEN TESTS
assert Shelf("Emma") and not Shelf("Dracula")
### END HIDDEN TESTS
