-- One keyring a person: which spaces they may open, their own settings, unfinished forms.
CREATE TABLE space (
    space_id BLOB PRIMARY KEY CHECK (length(space_id) = 16),
    file_key BLOB NOT NULL CHECK (length(file_key) = 32),
    place INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE draft (key TEXT PRIMARY KEY, value TEXT NOT NULL, at_ms INTEGER NOT NULL, at_offset INTEGER NOT NULL) WITHOUT ROWID;
