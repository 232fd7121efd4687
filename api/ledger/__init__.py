"""The public calendar: each dated public thing as one row with a stable uid, a revision and its rendered bytes."""
