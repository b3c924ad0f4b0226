//! Run history, journal and recent files in SQLite. It must not know the meaning of what it keeps.
