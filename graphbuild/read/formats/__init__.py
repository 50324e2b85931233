"""The readers of the formats: functions that yield the articles and failures of an item."""
