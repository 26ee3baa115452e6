"""what an answer changed is sealed.

What could be taken back lasts ten minutes: what was kept in clear is forgotten.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("DELETE FROM answered")
    with op.batch_alter_table("answered") as table:
        table.drop_column("changes")
        table.add_column(sa.Column("changes", sa.LargeBinary(), nullable=False))
