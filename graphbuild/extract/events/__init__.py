"""Events by rule: triggers matched over the syntax graph, with their source and target."""
