"""What learning platforms deliver, sorted into ``course/submitted`` by student.

Nothing here runs, imports or renders what was handed in; notebooks stay bytes until the intake of
`autograder.intake` reads them.
"""
