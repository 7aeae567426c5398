"""The one door to the Realtime API. Knows no model, no request and no view."""
