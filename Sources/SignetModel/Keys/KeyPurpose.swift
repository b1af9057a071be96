/// What a derived key is for. The raw value is part of the derivation and never changes.
public enum KeyPurpose: String, Sendable, CaseIterable {
    case certificateIDBlock = "certificate-id/block"
    case certificateIDMAC = "certificate-id/mac"
    case pingIdentifier = "ping-identifier"
    case recordingToken = "recording-token"
    /// Context: the day (`2026-11-23`).
    case staging = "staging"
    /// Context: the certificate's seed.
    case evidence = "evidence"
    /// Context: the certificate's seed.
    case facts = "facts"
    /// Encrypts what pages show. Context: the site and the asset's digest.
    case asset = "asset"
    /// Names a site's asset in the database.
    case assetCode = "asset-code"
    /// Context: the code of the page.
    case dictionary = "dictionary"
    /// Makes codes of pages, by which the database knows their dictionaries.
    case dictionaryPage = "dictionary-page"
    /// Wraps certificates' seeds in the database. Context: the certificate's id.
    case seed = "seed"
    /// Context: the certificate's seed, or its id where it has none yet.
    case leadFingerprint = "lead-fingerprint"
    /// Context: the masking account's id. Made with the oldest version, so that labels never change.
    case masking = "masking"
    /// Context: the account's id.
    case matchAttempt = "match-attempt"
    /// Context: the account's id. Made with the oldest version, so that what was matched once is found for ever.
    case leadSearch = "lead-search"
    /// Encrypts what a request that retained a certificate found. Context: the certificate's id and the account's.
    case claim = "claim"
    /// Makes the words that open share links out of the links' ids.
    case shareToken = "share-token"
    case session = "session"
    case formToken = "form-token"
    /// Wraps webhooks' secrets in the database.
    case webhookSecret = "webhook-secret"
}
