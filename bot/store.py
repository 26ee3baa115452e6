"""Opens the memory that the settings name, brought to this program's version."""

from bot.settings import Settings
from storage import migrate
from storage.sql import SqlStore


def store_of(settings: Settings) -> SqlStore:
    key = settings.data_key
    return SqlStore(settings.database_url, key.get_secret_value() if key else None)


async def open_store(settings: Settings) -> SqlStore:
    """Raises StoreError in one sentence when it cannot be used."""
    store = store_of(settings)
    await migrate.upgrade(settings.database_url)
    return store
