extension Schema {
    /// Pages are keyed codes. A sample is a certificate that its page's dictionary does not serve well.
    static let dictionaries = """
        CREATE TABLE dictionary (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            page BLOB NOT NULL,
            secret INTEGER NOT NULL,
            object TEXT NOT NULL,
            made_at INTEGER NOT NULL,
            poor_above REAL NOT NULL
        ) STRICT;
        CREATE INDEX dictionary_by_page ON dictionary (page, number);

        CREATE TABLE dictionary_sample (
            page BLOB NOT NULL,
            sealed_at INTEGER NOT NULL,
            certificate BLOB NOT NULL,
            PRIMARY KEY (page, sealed_at, certificate)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX dictionary_sample_by_certificate ON dictionary_sample (certificate);

        CREATE TABLE removed_object (name TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;

        ALTER TABLE sealed ADD COLUMN dictionary INTEGER REFERENCES dictionary (number);
        CREATE INDEX sealed_by_dictionary ON sealed (dictionary) WHERE dictionary IS NOT NULL;
        DROP INDEX sealed_by_evidence;
        """
}
