"""What reads each format: functions from an item to the articles in it, and what gives none."""
