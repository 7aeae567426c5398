"""How long it takes from Start to a call, beside a page that does one step after the other."""
