# Sparse matrices of scipy.
# %% code
import numpy as np
from scipy import sparse
# %% solution chain
def chain(n):
    "Return the adjacency matrix of a path of n nodes."
    ### BEGIN SOLUTION
    return sparse.diags([1.0, 1.0], [-1, 1], shape=(n, n), format="csr")
    ### END SOLUTION

def degrees(matrix):
    ### BEGIN SOLUTION
    return np.asarray(matrix.sum(axis=1)).ravel()
    ### END SOLUTION
# %% wrong chain
def chain(n):
    return sparse.eye(n, format="csr")

def degrees(matrix):
    return matrix.sum()
# %% test sparse-returned
### BEGIN HIDDEN TESTS
assert sparse.issparse(chain(3))
assert chain(3).nnz == 4 and chain(5).sum() == 8
### END HIDDEN TESTS
# %% test sparse-passed
### BEGIN HIDDEN TESTS
assert list(degrees(sparse.csr_matrix([[0, 2], [1, 0]]))) == [2, 1]
### END HIDDEN TESTS
# %% solution network
### BEGIN SOLUTION
network = sparse.coo_matrix(([1.0, 2.0], ([0, 1], [1, 2])), shape=(3, 3))
### END SOLUTION
# %% wrong network
network = sparse.coo_matrix((3, 3))
# %% test sparse-in-a-variable
### BEGIN HIDDEN TESTS
assert network.toarray()[1, 2] == 2
### END HIDDEN TESTS
