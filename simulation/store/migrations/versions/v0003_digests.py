"""Give runs and pieces of jobs a digest of what they hold; those that are there have none."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TABLES = ("run", "job_piece")


def upgrade() -> None:
    """Add the columns."""
    for table in TABLES:
        op.add_column(table, sa.Column("digest", sa.String(64)))


def downgrade() -> None:
    """Drop them."""
    for table in TABLES:
        op.drop_column(table, "digest")
