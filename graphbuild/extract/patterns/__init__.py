"""Rules as data: a path language over the syntax graph, triggers, rules of several paths."""
