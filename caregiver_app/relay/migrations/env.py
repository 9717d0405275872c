"""Alembic's entry: the relay hands over the connection in whose transaction the steps run."""

from alembic import context

context.configure(connection=context.config.attributes["connection"])
with context.begin_transaction():
    context.run_migrations()
