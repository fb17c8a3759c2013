"""Name what services count of themselves alike: service_ comes first."""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

RENAMED = {
    "waiting_for_services": "service_waiting",
    "supported_by_services": "service_supported",
}


def upgrade() -> None:
    """Rename the columns."""
    for before, after in RENAMED.items():
        op.alter_column("run_week", before, new_column_name=after)


def downgrade() -> None:
    """Rename them back."""
    for before, after in RENAMED.items():
        op.alter_column("run_week", after, new_column_name=before)
