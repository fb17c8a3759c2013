"""Name the weekly columns after services of any kind."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

RENAMED = {
    "hub_placements": "service_placements",
    "hub_waiting": "waiting_for_services",
    "hub_supported": "supported_by_services",
}


def upgrade() -> None:
    """Rename the columns."""
    for before, after in RENAMED.items():
        op.alter_column("run_week", before, new_column_name=after)


def downgrade() -> None:
    """Rename them back."""
    for before, after in RENAMED.items():
        op.alter_column("run_week", after, new_column_name=before)
