"""Batches: from a list of outlets to labels with enrolment codes, and what the server must know."""
