"""Look at a graph in a browser: a page on loopback, and a report in one file.

``site`` answers one request and knows no sockets; ``server`` puts it on loopback; ``report`` writes the
same page with its data into one file. The page itself is in ``page/`` (TypeScript), built into ``assets/``.
"""
