-- The truth: records as they were written or merged.
CREATE TABLE log (
    device BLOB NOT NULL,
    rseq INTEGER NOT NULL,
    kind TEXT NOT NULL,
    entity BLOB NOT NULL,
    op TEXT NOT NULL,
    grp TEXT NOT NULL,
    payload TEXT NOT NULL,
    preds TEXT NOT NULL,
    counted TEXT NOT NULL,
    hlc INTEGER NOT NULL,
    at_ms INTEGER NOT NULL,
    at_offset INTEGER NOT NULL,
    flags INTEGER NOT NULL,
    version INTEGER NOT NULL,
    is_authorised INTEGER NOT NULL,
    PRIMARY KEY (device, rseq)
) WITHOUT ROWID;
-- The sealed bytes that go to and come from the relay, exactly as they were signed.
CREATE TABLE sealed (
    device BLOB NOT NULL,
    bseq INTEGER NOT NULL,
    hash BLOB NOT NULL,
    last_rseq INTEGER NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (device, bseq)
) WITHOUT ROWID;
CREATE TABLE roster (position INTEGER PRIMARY KEY, body BLOB NOT NULL);
CREATE TABLE epoch (number INTEGER PRIMARY KEY, key BLOB NOT NULL);
CREATE TABLE state (key TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE author (device BLOB PRIMARY KEY, name TEXT NOT NULL) WITHOUT ROWID;
