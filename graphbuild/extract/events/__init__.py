"""Events by rule: triggers are matched over the syntax graph and get their source and target."""
