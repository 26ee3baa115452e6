"""The memory: records, journal, outbox, casefiles."""
