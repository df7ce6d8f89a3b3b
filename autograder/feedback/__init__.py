"""Create feedback pages that are safe to open, whatever a student has written.

The input is a graded notebook. The output is one HTML page without scripts, hidden tests or
external content, under a Content-Security-Policy. Formgrader shows submissions in the same safe
form. The class report uses the same page frame.
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
