"""What editors of a series would otherwise do by hand, talk by talk."""
