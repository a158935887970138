"""The pure core of statistics: no database, no clock, no settings."""
