"""Two small language models of our own, run by onnxruntime on one thread.

:mod:`graphbuild.encoder.names` sees names beside spaCy's recogniser; :mod:`graphbuild.encoder.relations`
reads a sentence with a pair of actors marked and says which does what to the other. ``training/``
makes them; the model cards beside the weights say from what.
"""
