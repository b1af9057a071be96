public import SignetModel

/// What the database knows of who owns which domain, and of who knows whom.
public protocol OwnershipDatabase: Sendable {
    /// - Returns: false where the account has the domain already, or as many as it may; then nothing changed.
    func addDomain(_ domain: OwnedDomain, limit: Int) async throws -> Bool
    /// An account's domains, by name after `cursor`.
    func domains(of account: String, after cursor: String?, limit: Int) async throws -> [OwnedDomain]
    func domain(_ domain: Domain, of account: String) async throws -> OwnedDomain?
    /// What the account chose for a domain.
    /// - Returns: whether it has such a domain.
    func setDomain(
        _ domain: Domain, of account: String, includesSubdomains: Bool, retainsAutomatically: Bool
    ) async throws -> Bool
    /// - Returns: whether the account had such a domain.
    func removeDomain(_ domain: Domain, of account: String) async throws -> Bool
    /// The domains whose next look is due, the longest waiting first.
    func dueDomains(at moment: Timestamp, limit: Int) async throws -> [OwnedDomain]
    /// Writes down a look at a domain. Where another account has verified it meanwhile, it stays theirs.
    /// - Returns: the domain as it is now; nil where the account no longer has it.
    func recordCheck(_ domain: OwnedDomain) async throws -> OwnedDomain?
    /// The verified domain that is nearest above a host or is the host itself.
    func verifiedDomain(of host: Domain) async throws -> OwnedDomain?

    /// - Returns: whether it was added: two accounts have one connection, whoever invites.
    func addConnection(_ connection: Connection) async throws -> Bool
    /// By id after `cursor`.
    func connections(of account: String, after cursor: String?, limit: Int) async throws -> [Connection]
    func connection(_ id: String, of account: String) async throws -> Connection?
    func connection(between account: String, and other: String) async throws -> Connection?
    func setConnection(_ connection: Connection) async throws
    func removeConnection(_ id: String) async throws
}
