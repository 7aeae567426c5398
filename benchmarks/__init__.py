"""What the site costs a browser and how quickly a call starts: `make bench`."""
