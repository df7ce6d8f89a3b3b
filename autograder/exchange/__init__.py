"""nbgrader's exchange for a machine that students share, hung in by configuration.

Every account may write into the exchange. So the three commands that an instructor runs read it as
they would read any submission; what students run is nbgrader's own.
"""

HERE = "autograder.exchange"


def configure_exchange(c):
    """Fill an nbgrader configuration object.

    Parameters
    ----------
    c : traitlets.config.Config
        ``c.Exchange.root`` stays nbgrader's own, so that students need no configuration.
    """
    c.ExchangeFactory.collect = f"{HERE}.collect.Collect"
    c.ExchangeFactory.release_assignment = f"{HERE}.release.ReleaseAssignment"
    c.ExchangeFactory.release_feedback = f"{HERE}.release.ReleaseFeedback"
