"""One page about a whole class: its marks, its mistakes, and who needs a look."""
