"""A second step at the login of the admin: a code of an app beside the password. Switched by `ADMIN_TWO_FACTOR`."""
