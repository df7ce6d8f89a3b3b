"""Code that runs inside the sandbox beside student code.

It imports the standard library, ipykernel and numpy only.
"""
