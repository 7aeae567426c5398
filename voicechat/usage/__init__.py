"""What was used, as people and admins are told of it: by day, by month, in words and in charts."""
