"""Code that runs inside the sandbox, beside student code: standard library, ipykernel and numpy only."""
