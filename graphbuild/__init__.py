"""From news articles to a graph of who stands how to whom, each edge with the words that say it."""

__version__ = "0.1.0"
