"""What every table has in common."""

from peewee import DatabaseProxy, Model

DATABASE = DatabaseProxy()
"""Stands for the database that `database.open_store` opened."""


class Table(Model):
    """A table of the server's database."""

    class Meta:
        """Bound to the one database of the process."""

        database = DATABASE
