"""View a graph in a browser: a web page on loopback, and a report in one file.

``site`` answers one request, independent of sockets; ``server`` serves it on loopback; ``report`` writes the
same page with its data into one file. The page itself is in ``page/`` (TypeScript), built into ``assets/``.
"""
