"""Make feedback pages that are safe to open, whatever a student has written.

In goes a graded notebook; out comes one HTML page without scripts, hidden tests or external
content, under a Content-Security-Policy. Formgrader shows submissions in the same safe form. The
frame of the page serves the class report too.
"""

from autograder.lazy import export_lazily

__all__, __getattr__ = export_lazily(
    __name__,
    {
        "exporter": ("FeedbackExporter", "rejection_page"),
        "formgrader": ("configure_formgrader",),
        "page": ("build_environment", "frame_page", "seal_html"),
        "sanitize_html": ("visible",),
    },
)
