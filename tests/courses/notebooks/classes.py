# Objects of a class that students write.
# %% solution account
class Account:
    """An account with an owner and a balance.

    `deposit` adds an amount, and `str` gives "owner: balance".
    """

    ### BEGIN SOLUTION
    interest = 0.02

    def __init__(self, owner, balance=0):
        self.owner = owner
        self.balance = balance

    def deposit(self, amount):
        self.balance += amount
        return self

    def __repr__(self):
        return f"Account({self.owner!r}, {self.balance!r})"

    def __str__(self):
        return f"{self.owner}: {self.balance}"

    @property
    def is_empty(self):
        return self.balance == 0

    @classmethod
    def parse(cls, text):
        owner, balance = text.split(",")
        return cls(owner, int(balance))

    @staticmethod
    def cents(amount):
        return round(100 * amount)
    ### END SOLUTION
# %% solved account
class Base:
    interest = 0.02

    def __init__(self, owner, balance=0):
        self.owner, self.balance = owner, balance

class Account(Base):
    def deposit(self, amount):
        self.balance = self.balance + amount
        return self

    def __repr__(self):
        return "Account(%r, %r)" % (self.owner, self.balance)

    def __str__(self):
        return "%s: %s" % (self.owner, self.balance)

    is_empty = property(lambda self: not self.balance)

    @classmethod
    def parse(cls, text):
        parts = text.split(",")
        return cls(parts[0], int(parts[1]))

    @staticmethod
    def cents(amount):
        return int(amount * 100 + 0.5)
# %% wrong account
class Account:
    interest = 2

    def __init__(self, owner, balance=0):
        self.name = owner
        self.balance = 0

    def deposit(self, amount):
        self.balance = amount

    def is_empty(self):
        return False

    def parse(self, text):
        return text

    def cents(amount):
        return amount
# %% test instance
account = Account("Ada", 10)
assert account.owner == "Ada"
### BEGIN HIDDEN TESTS
assert Account("Bo").balance == 0
### END HIDDEN TESTS
# %% test method points=2
### BEGIN HIDDEN TESTS
account = Account("Ada", 10)
account.deposit(5)
account.deposit(1)
assert account.balance == 16
### END HIDDEN TESTS
# %% test method-that-returns-the-instance
### BEGIN HIDDEN TESTS
account = Account("Cy")
assert account.deposit(2).deposit(3).balance == 5
assert account.deposit(1) is account
### END HIDDEN TESTS
# %% test repr
### BEGIN HIDDEN TESTS
assert repr(Account("Ada", 3)) == "Account('Ada', 3)"
### END HIDDEN TESTS
# %% test str
### BEGIN HIDDEN TESTS
assert str(Account("Ada", 3)) == f"{Account('Ada', 3)}" == "Ada: 3"
### END HIDDEN TESTS
# %% test property
### BEGIN HIDDEN TESTS
assert Account("Ada").is_empty is True
### END HIDDEN TESTS
# %% test class-method
### BEGIN HIDDEN TESTS
found = Account.parse("Bo,12")
assert isinstance(found, Account) and found.balance == 12
### END HIDDEN TESTS
# %% test static-method
### BEGIN HIDDEN TESTS
assert Account.cents(1.25) == 125
### END HIDDEN TESTS
# %% test class-attribute
### BEGIN HIDDEN TESTS
assert Account.interest == 0.02 and Account("Ada").interest == 0.02
### END HIDDEN TESTS
# %% test attribute-set
### BEGIN HIDDEN TESTS
account = Account("Ada", 1)
account.balance = 40
account.deposit(2)
assert account.balance == 42 and account.owner == "Ada"
### END HIDDEN TESTS
# %% test attributes-by-name
### BEGIN HIDDEN TESTS
account = Account("Ada", 1)
assert hasattr(account, "owner") and not hasattr(account, "password")
assert getattr(account, "password", "none") == "none"
### END HIDDEN TESTS
# %% test isinstance
### BEGIN HIDDEN TESTS
account = Account("Ada", 5)
assert isinstance(account, Account) and not isinstance(account, dict)
assert type(account) is Account and account.owner
### END HIDDEN TESTS
# %% test name-of-the-class
### BEGIN HIDDEN TESTS
assert type(Account("Ada").deposit(1)).__name__ == "Account"
### END HIDDEN TESTS
# %% test attributes-of-the-class
### BEGIN HIDDEN TESTS
import inspect
assert inspect.isclass(Account) and hasattr(Account, "deposit")
assert hasattr(Account, "is_empty") and not hasattr(Account, "withdraw")
assert Account.cents(1) == 100
### END HIDDEN TESTS
# %% test dictionary-of-an-instance
### BEGIN HIDDEN TESTS
assert vars(Account("Ada", 2)) == {"owner": "Ada", "balance": 2}
### END HIDDEN TESTS
# %% test copy-of-an-instance protected=no
### BEGIN HIDDEN TESTS
import copy
account = Account("Ada", 2)
other = copy.deepcopy(account)
other.deposit(5)
assert (account.balance, other.balance) == (2, 7)
### END HIDDEN TESTS
# %% test list-of-instances
### BEGIN HIDDEN TESTS
accounts = [Account(name, number) for number, name in enumerate("abc", start=1)]
assert sum(account.balance for account in accounts) == 6
assert max(accounts, key=lambda account: account.balance).owner == "c"
### END HIDDEN TESTS
