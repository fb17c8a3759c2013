"""Keep with a run all it is made of, so that it can be made again: council, luck, code and machine."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

#: Tables of what many runs share, and the column that holds it.
SHARED = {"profile": "profile", "provenance": "provenance"}


def upgrade() -> None:
    """Add the tables, and the columns that name their rows; runs that are there name none."""
    for table, column in SHARED.items():
        op.create_table(
            table,
            sa.Column("digest", sa.String(64), nullable=False),
            sa.Column(column, sa.JSON(), nullable=False),
            sa.PrimaryKeyConstraint("digest", name=f"pk_{table}"),
        )
    op.add_column("run", sa.Column("profile_digest", sa.String(64)))
    op.add_column("run", sa.Column("year_luck", sa.Integer()))
    op.add_column("run", sa.Column("provenance_digest", sa.String(64)))
    # Without it a server reads all runs for each set of values that is taken away.
    op.create_index("ix_run_parameter_digest", "run", ["parameter_digest"])


def downgrade() -> None:
    """Drop them."""
    op.drop_index("ix_run_parameter_digest", "run")
    for column in ("provenance_digest", "year_luck", "profile_digest"):
        op.drop_column("run", column)
    for table in SHARED:
        op.drop_table(table)
