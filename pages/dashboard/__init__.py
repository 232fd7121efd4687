"""What an editor has to do next: on the admin's first page, and in the weekly mail."""
