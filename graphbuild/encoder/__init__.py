"""The two models of the project, run by onnxruntime on one thread.

:mod:`graphbuild.encoder.names` recognises names, next to spaCy's NER; :mod:`graphbuild.encoder.relations`
predicts the relation between a marked pair of actors in a sentence. ``training/`` has the training code;
the model cards beside the weights describe the training data.
"""
