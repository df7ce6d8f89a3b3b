# Cells of zero points and extra credit beside a cell with points.
# %% solution functions
def initials(name):
    ### BEGIN SOLUTION
    return "".join(part[0] for part in name.split())
    ### END SOLUTION

def reverse(text):
    "For extra credit."
    ### BEGIN SOLUTION
    return text[::-1]
    ### END SOLUTION
# %% wrong functions
def initials(name):
    return name[0]

def reverse(text):
    return text
# %% test zero-points points=0
assert isinstance(initials("Ada Byron"), str)
# %% test points points=2.5
assert initials("Ada Byron") == "AB"
### BEGIN HIDDEN TESTS
assert initials("Ada King Byron") == "AKB"
### END HIDDEN TESTS
# %% test extra-credit points=0
### BEGIN HIDDEN TESTS
assert reverse("abc") == "cba"
### END HIDDEN TESTS
# %% test zero-points-by-value points=0
assert reverse("x") == "x"
0
# %% test thousand-points points=1000
### BEGIN HIDDEN TESTS
assert reverse("Deneb") == "beneD"
### END HIDDEN TESTS
