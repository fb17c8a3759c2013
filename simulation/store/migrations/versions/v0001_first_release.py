"""Make the tables of the first release."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

KEY = sa.String(64)
# Written out: what a release made never changes, whatever the list of measures becomes.
WEEKLY = (
    "children_looked_after",
    "foster_placements",
    "kinship_placements",
    "childrens_home_placements",
    "supported_placements",
    "hub_placements",
    "parents_placements",
    "out_of_authority",
    "over_20_miles",
    "missing_now",
    "children_in_need",
    "edge_of_care",
    "hub_waiting",
    "hub_supported",
    "neet_16_17",
    "neet_18_20",
    "care_entries",
    "exits",
    "placement_moves",
    "missing_episodes",
)


def upgrade() -> None:
    """Make every table."""
    op.create_table(
        "experiment",
        sa.Column("key", KEY, primary_key=True),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("config", sa.JSON, nullable=False),
        sa.Column("config_digest", KEY, nullable=False),
        sa.Column("product_version", sa.String(40), nullable=False),
        sa.Column("results_version", sa.Integer, nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "parameter_set",
        sa.Column("digest", KEY, primary_key=True),
        sa.Column("parameters", sa.JSON, nullable=False),
    )
    _make_run()
    _make_results()


def _make_run() -> None:
    op.create_table(
        "run",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("run_key", KEY, nullable=False, unique=True),
        sa.Column("experiment_key", KEY, sa.ForeignKey("experiment.key"), index=True),
        sa.Column("authority", sa.String(20), nullable=False),
        sa.Column("year", sa.Integer, nullable=False),
        sa.Column("arm", sa.String(200), nullable=False),
        sa.Column("arm_spec", sa.JSON, nullable=False),
        sa.Column("seed", sa.BigInteger, nullable=False),
        sa.Column("replicate", sa.Integer, nullable=False),
        sa.Column("years", sa.Integer, nullable=False),
        sa.Column("step_days", sa.Double, nullable=False),
        sa.Column("parameter_digest", KEY, sa.ForeignKey("parameter_set.digest"), nullable=False),
        sa.Column("results_version", sa.Integer, nullable=False),
        sa.Column("seconds", sa.Double, nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
    )


def _make_results() -> None:
    op.create_table(
        "run_week",
        sa.Column(
            "run_id", sa.Integer, sa.ForeignKey("run.id"), primary_key=True, autoincrement=False
        ),
        sa.Column("week", sa.Integer, primary_key=True, autoincrement=False),
        *(sa.Column(name, sa.REAL) for name in WEEKLY),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "run_value",
        sa.Column(
            "run_id", sa.Integer, sa.ForeignKey("run.id"), primary_key=True, autoincrement=False
        ),
        sa.Column("measure", sa.String(60), primary_key=True),
        sa.Column("window", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("value", sa.Double),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Drop every table."""
    for name in ("run_value", "run_week", "run", "parameter_set", "experiment"):
        op.drop_table(name)
