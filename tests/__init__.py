"""The claims the house makes, folder by folder."""
