"""Random bookings on the production engine, and the rules that their ends are held against."""
