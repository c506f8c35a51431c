"""Every figure of one instant as one document, for programs to read: keys are described in `docs/figures.md`."""

from smartcity.exchange.feeds.document import Instant, figures_document

__all__ = ["Instant", "figures_document"]
