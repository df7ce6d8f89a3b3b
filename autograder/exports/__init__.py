"""Marks and feedback in the forms that learning platforms and spreadsheets take in."""
