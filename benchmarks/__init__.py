"""What the site costs: a browser, the time of a start, the storing of records. `make bench`."""
