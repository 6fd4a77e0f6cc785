"""Enrolment: a blank card becomes an outlet's terminal. Alone on the device knows X.509."""
