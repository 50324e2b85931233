"""Rules as data: a path language over the syntax graph, triggers of one row, patterns of several paths."""
