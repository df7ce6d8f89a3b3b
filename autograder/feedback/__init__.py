"""Feedback pages that are safe to open, whatever a student has written."""
