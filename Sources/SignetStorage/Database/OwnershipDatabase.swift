public import SignetModel

/// What the database knows of who owns which domain, and of who knows whom.
public protocol OwnershipDatabase: Sendable {
    /// - Returns: false where the account has the domain already, or as many as it may; then nothing changed.
    func addDomain(_ domain: OwnedDomain, limit: Int) async throws -> Bool
    /// An account's domains, by name after `cursor`.
    func domains(of account: String, after cursor: String?, limit: Int) async throws -> [OwnedDomain]
    func domain(_ domain: Domain, of account: String) async throws -> OwnedDomain?
    /// Changes what the account chose for a domain, as it stands in the database then: whether its subdomains count,
    /// and whether it retains.
    /// - Returns: the domain after it; nil where the account has no such domain.
    func changeDomain(
        _ domain: Domain, of account: String, _ change: @escaping @Sendable (inout OwnedDomain) -> Void
    ) async throws -> OwnedDomain?
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
    /// Changes when a connection was accepted and who shares what it owns, as they stand in the database then. Where
    /// `change` throws, nothing changes.
    /// - Returns: the connection after it; nil where the account has no such connection.
    func changeConnection(
        _ id: String, of account: String, _ change: @escaping @Sendable (inout Connection) throws -> Void
    ) async throws -> Connection?
    func removeConnection(_ id: String) async throws
}
