"""What runs beside student code, in the jail: standard library, ipykernel and numpy only."""
