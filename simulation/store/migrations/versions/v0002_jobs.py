"""Keep long jobs piece by piece, and what was found: calibrations, back-tests."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

KEY = sa.String(64)


def upgrade() -> None:
    """Make the tables of jobs, their pieces and findings."""
    op.create_table(
        "job",
        sa.Column("key", KEY, primary_key=True),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("config", sa.JSON, nullable=False),
        sa.Column("product_version", sa.String(40), nullable=False),
        sa.Column("results_version", sa.Integer, nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "job_piece",
        sa.Column("job_key", KEY, sa.ForeignKey("job.key"), primary_key=True),
        sa.Column("piece", sa.String(120), primary_key=True),
        sa.Column("result", sa.JSON, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "finding",
        sa.Column("key", KEY, primary_key=True),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("status", sa.String(40), nullable=False),
        sa.Column("result", sa.JSON, nullable=False),
        sa.Column("product_version", sa.String(40), nullable=False),
        sa.Column("results_version", sa.Integer, nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
    )


def downgrade() -> None:
    """Drop them."""
    for name in ("finding", "job_piece", "job"):
        op.drop_table(name)
