"""A space remembers the hash of the invitation that made room for it, so that each makes room for one."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the column; spaces that were made before keep their room."""
    op.add_column("space", sa.Column("invitation", sa.LargeBinary(32)))
