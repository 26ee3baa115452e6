"""one row for all the buttons of a message."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "buttons",
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("message", sa.Integer(), nullable=False),
        sa.Column("offered", sa.JSON(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("token"),
    )
    op.create_index(op.f("ix_buttons_expires_at"), "buttons", ["expires_at"], unique=False)
    op.drop_index(op.f("ix_journalentry_kind"), table_name="journalentry")
    op.drop_index(op.f("ix_storedaction_message"), table_name="storedaction")
    op.drop_index(op.f("ix_storedaction_person"), table_name="storedaction")
    if op.get_bind().dialect.name == "postgresql":  # its one row has the number that the record says
        op.execute("ALTER TABLE organisation ALTER COLUMN id DROP DEFAULT")
        op.execute("DROP SEQUENCE organisation_id_seq")
