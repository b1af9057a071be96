import GRDB

/// The tables, as named steps that only ever get longer.
///
/// Ids of certificates are their 20 bytes; moments are milliseconds since 1970; digests are SHA-256.
enum Schema {
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1 certificates and accounts") { db in
            try db.execute(sql: first)
        }
        migrator.registerMigration("2 settings of accounts") { db in
            try db.execute(sql: second)
        }
        migrator.registerMigration("3 verification") { db in
            try db.execute(sql: third)
        }
        migrator.registerMigration("4 search of retentions") { db in
            try db.execute(sql: fourth)
        }
        migrator.registerMigration("5 ownership") { db in
            try db.execute(sql: fifth)
        }
        migrator.registerMigration("6 disclosure") { db in
            try db.execute(sql: sixth)
        }
        migrator.registerMigration("7 webhooks") { db in
            try db.execute(sql: webhooks)
        }
        migrator.registerMigration("8 index of retains") { db in
            try db.execute(sql: eighth)
        }
        migrator.registerMigration("9 journal of matches") { db in
            try db.execute(sql: ninth)
        }
        migrator.registerMigration("10 assets") { db in
            try db.execute(sql: assets)
        }
        migrator.registerMigration("11 dictionaries") { db in
            try db.execute(sql: dictionaries)
        }
        migrator.registerMigration("12 findings of claims") { db in
            try db.execute(sql: "ALTER TABLE retention ADD COLUMN findings BLOB")
        }
        migrator.registerMigration("13 numbers of retains and decisions") { db in
            try db.execute(sql: thirteenth)
        }
        return migrator
    }

    /// How often the account has retained the certificate, and how often it has changed its consent languages. One index of
    /// history serves whoever looks for retains and whoever looks for all.
    private static let thirteenth = """
        DROP INDEX history_by_retain;
        DROP INDEX history_by_certificate;
        CREATE INDEX history_by_action ON history (certificate, account, action);
        ALTER TABLE retention ADD COLUMN retains INTEGER NOT NULL DEFAULT 1;
        UPDATE retention SET retains = (
            SELECT count(*) FROM history WHERE history.certificate = retention.certificate
                AND history.account = retention.account AND action = 'retain');
        ALTER TABLE account ADD COLUMN language_decisions INTEGER NOT NULL DEFAULT 0;
        """

    /// The number of the last entry of the ``MatchJournal`` that the tables hold.
    private static let ninth = """
        CREATE TABLE match_journal (added INTEGER NOT NULL) STRICT;
        INSERT INTO match_journal VALUES (0);
        """

    /// Matches are far more than retains, and nobody looks for them by their kind.
    private static let eighth = """
        DROP INDEX history_by_action;
        CREATE INDEX history_by_retain ON history (certificate, account) WHERE action = 'retain';
        """

    private static let sixth = """
        CREATE TABLE disclosure (
            id TEXT PRIMARY KEY,
            masked BLOB NOT NULL,
            original BLOB NOT NULL,
            holder TEXT NOT NULL REFERENCES account (id),
            masker TEXT NOT NULL REFERENCES account (id),
            message TEXT,
            shows_holder INTEGER NOT NULL,
            shows_masker INTEGER NOT NULL,
            created_at INTEGER NOT NULL,
            answer TEXT,
            reason TEXT,
            answered_at INTEGER
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX disclosure_by_masker ON disclosure (masker, created_at, id);
        CREATE INDEX disclosure_by_holder ON disclosure (holder, created_at, id);
        CREATE INDEX disclosure_by_masked ON disclosure (masked, holder);
        CREATE INDEX disclosure_by_original ON disclosure (original, holder);

        CREATE TABLE disclosed_fact (
            request TEXT NOT NULL REFERENCES disclosure (id) ON DELETE CASCADE,
            number INTEGER NOT NULL,
            name TEXT NOT NULL,
            value TEXT,
            PRIMARY KEY (request, number)
        ) STRICT, WITHOUT ROWID;
        """

    private static let fifth = """
        ALTER TABLE account ADD COLUMN mask_words TEXT;

        CREATE TABLE domain (
            account TEXT NOT NULL REFERENCES account (id),
            domain TEXT NOT NULL,
            code TEXT NOT NULL,
            subdomains INTEGER NOT NULL,
            retains INTEGER NOT NULL,
            created_at INTEGER NOT NULL,
            finding TEXT NOT NULL,
            checked_at INTEGER,
            next_check_at INTEGER NOT NULL,
            verified_at INTEGER,
            failing_since INTEGER,
            PRIMARY KEY (account, domain)
        ) STRICT, WITHOUT ROWID;
        CREATE UNIQUE INDEX domain_by_name ON domain (domain) WHERE verified_at IS NOT NULL;
        CREATE INDEX domain_by_next_check ON domain (next_check_at);

        CREATE TABLE connection (
            id TEXT PRIMARY KEY,
            inviter TEXT NOT NULL REFERENCES account (id),
            invitee TEXT NOT NULL REFERENCES account (id),
            created_at INTEGER NOT NULL,
            accepted_at INTEGER,
            inviter_shares INTEGER NOT NULL,
            invitee_shares INTEGER NOT NULL,
            UNIQUE (inviter, invitee)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX connection_by_invitee ON connection (invitee);
        """

    private static let fourth = """
        ALTER TABLE retention ADD COLUMN domain TEXT;
        ALTER TABLE retention ADD COLUMN success INTEGER NOT NULL DEFAULT 1;
        CREATE INDEX retention_by_account ON retention (account, created_at, certificate);

        CREATE INDEX history_by_action ON history (certificate, account, action);

        CREATE TABLE matched_value (
            reader TEXT NOT NULL,
            code BLOB NOT NULL,
            certificate BLOB NOT NULL,
            PRIMARY KEY (reader, code, certificate)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX matched_value_by_certificate ON matched_value (certificate);

        CREATE TABLE idempotent_answer (
            account TEXT NOT NULL,
            key TEXT NOT NULL,
            request BLOB NOT NULL,
            answer BLOB,
            at INTEGER NOT NULL,
            PRIMARY KEY (account, key)
        ) STRICT, WITHOUT ROWID;
        """

    private static let third = """
        UPDATE account SET operations = operations || ' verify';
        ALTER TABLE account ADD COLUMN advertiser_name TEXT;
        ALTER TABLE account ADD COLUMN min_font_size REAL;
        ALTER TABLE account ADD COLUMN min_contrast REAL;
        ALTER TABLE account ADD COLUMN opt_in_types TEXT;

        CREATE TABLE consent_language (
            id TEXT PRIMARY KEY,
            account TEXT NOT NULL REFERENCES account (id),
            digest BLOB NOT NULL,
            text TEXT NOT NULL,
            status TEXT NOT NULL,
            name TEXT,
            note TEXT,
            first_seen INTEGER,
            last_seen INTEGER,
            count INTEGER NOT NULL,
            UNIQUE (account, digest)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX consent_language_by_status ON consent_language (account, status, id);

        CREATE TABLE consent_sample (
            language TEXT NOT NULL REFERENCES consent_language (id) ON DELETE CASCADE,
            certificate BLOB NOT NULL,
            at INTEGER NOT NULL,
            PRIMARY KEY (language, certificate)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX consent_sample_by_certificate ON consent_sample (certificate);
        """

    private static let second = """
        ALTER TABLE account ADD COLUMN api_version TEXT NOT NULL DEFAULT '4.0';
        ALTER TABLE account ADD COLUMN operations TEXT NOT NULL DEFAULT 'insights match_lead retain';
        ALTER TABLE account ADD COLUMN retention_days INTEGER;
        ALTER TABLE account ADD COLUMN retention_limit INTEGER NOT NULL DEFAULT 1000;
        """

    private static let first = """
        CREATE TABLE account (
            id TEXT PRIMARY KEY,
            name TEXT NOT NULL,
            created_at INTEGER NOT NULL,
            disabled_at INTEGER,
            masks INTEGER NOT NULL,
            returns_share_url INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE api_key (
            digest BLOB PRIMARY KEY,
            account TEXT NOT NULL REFERENCES account (id),
            created_at INTEGER NOT NULL,
            revoked_at INTEGER
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE retention (
            certificate BLOB NOT NULL,
            account TEXT NOT NULL REFERENCES account (id),
            original BLOB NOT NULL,
            vendor TEXT,
            reference TEXT,
            created_at INTEGER NOT NULL,
            ends_at INTEGER NOT NULL,
            PRIMARY KEY (certificate, account)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX retention_by_original ON retention (original, ends_at);
        CREATE INDEX retention_by_end ON retention (ends_at);

        CREATE TABLE masked (
            id BLOB PRIMARY KEY,
            account TEXT NOT NULL REFERENCES account (id),
            original BLOB NOT NULL,
            created_at INTEGER NOT NULL,
            UNIQUE (original, account)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE history (
            number INTEGER PRIMARY KEY,
            certificate BLOB NOT NULL,
            account TEXT NOT NULL,
            at INTEGER NOT NULL,
            action TEXT NOT NULL,
            vendor TEXT,
            reference TEXT,
            matched INTEGER
        ) STRICT;
        CREATE INDEX history_by_certificate ON history (certificate, account, at);

        CREATE TABLE matched (
            certificate BLOB NOT NULL,
            reader TEXT NOT NULL,
            kind INTEGER NOT NULL,
            PRIMARY KEY (certificate, reader, kind)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE unmatched (
            certificate BLOB NOT NULL,
            reader TEXT NOT NULL,
            code BLOB NOT NULL,
            at INTEGER NOT NULL,
            PRIMARY KEY (certificate, reader, code)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE share (
            id TEXT PRIMARY KEY,
            digest BLOB NOT NULL UNIQUE,
            certificate BLOB NOT NULL,
            account TEXT NOT NULL REFERENCES account (id),
            created_at INTEGER NOT NULL,
            expires_at INTEGER NOT NULL,
            revoked_at INTEGER
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX share_by_certificate ON share (certificate, account);

        CREATE TABLE session (
            digest BLOB PRIMARY KEY,
            account TEXT NOT NULL REFERENCES account (id),
            expires_at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE sealed (
            certificate BLOB PRIMARY KEY,
            issued_at INTEGER NOT NULL,
            sealed_at INTEGER NOT NULL,
            batch_count INTEGER NOT NULL,
            submitted INTEGER NOT NULL,
            sandbox INTEGER NOT NULL,
            seed BLOB NOT NULL,
            facts BLOB NOT NULL,
            evidence TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX sealed_by_issue ON sealed (submitted, issued_at);
        CREATE INDEX sealed_by_evidence ON sealed (evidence);

        CREATE TABLE lease (
            name TEXT PRIMARY KEY,
            holder TEXT NOT NULL,
            expires_at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        """
}
