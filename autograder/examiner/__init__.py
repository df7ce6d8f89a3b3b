"""Marks a submission from outside its process: calls, plain data, and nothing else."""
