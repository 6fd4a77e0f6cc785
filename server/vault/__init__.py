"""The only room that can open patient data: two people, a reason, and a log of every opening."""
