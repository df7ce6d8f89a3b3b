# Tries: an AST transformer that makes each cell end in a large bare number, which nbgrader reads as
#   partial credit, and drops everything else.
# Kind: scores
# Stock: yes

# %% first
import ast


class Generous(ast.NodeTransformer):
    def visit_Module(self, node):
        if "checks." in ast.unparse(node):
            return ast.parse("1000")
        return node


get_ipython().ast_transformers.append(Generous())
