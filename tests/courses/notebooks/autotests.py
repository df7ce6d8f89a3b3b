# Tests that nbgrader writes from the instructor's solution.
# %% solution functions
def area(width, height):
    ### BEGIN SOLUTION
    return width * height
    ### END SOLUTION

def sides(n):
    ### BEGIN SOLUTION
    return list(range(1, n + 1))
    ### END SOLUTION
# %% wrong functions
def area(width, height):
    return width + height

def sides(n):
    return list(range(n))
# %% test autotest points=2
### AUTOTEST area(3, 4); area(0.5, 0.5)
# %% test autotest-of-a-list
### BEGIN HIDDEN TESTS
### AUTOTEST sides(3)
### END HIDDEN TESTS
# %% test hashed-autotest points=2
### HASHED AUTOTEST area(7, 8); sides(5)
# %% file autotests.yml
python3:
  setup: "import hashlib"
  hash: 'hashlib.sha256(({{snippet}} + "{{salt}}").encode()).hexdigest()'
  dispatch: "type({{snippet}}).__name__"
  normalize: "str({{snippet}})"
  check: 'assert {{snippet}} == """{{value}}""", "{{message}}"'
  success: "print('All of them are right.')"
  templates:
    default:
      - test: "type({{snippet}}).__name__"
        fail: "{{snippet}} has another type"
      - test: "{{snippet}}"
        fail: "{{snippet}} has another value"
    list:
      - test: "len({{snippet}})"
        fail: "{{snippet}} has another length"
      - test: "{{snippet}}"
        fail: "{{snippet}} has other elements"
