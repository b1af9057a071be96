extension Schema {
    /// `code` is keyed, of a site and a digest; `state` as ``AssetState`` numbers it; days count from 1970.
    static let assets = """
        CREATE TABLE asset (
            code BLOB PRIMARY KEY,
            object TEXT NOT NULL,
            size INTEGER NOT NULL,
            state INTEGER NOT NULL,
            wanted_on INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX asset_by_day ON asset (wanted_on, code);

        CREATE TABLE asset_use (
            certificate BLOB NOT NULL,
            asset BLOB NOT NULL,
            PRIMARY KEY (certificate, asset)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX asset_use_by_asset ON asset_use (asset);
        """
}
