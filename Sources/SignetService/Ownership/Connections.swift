public import SignetModel
public import SignetStorage

/// Which accounts know each other, and may learn what the other owns.
public struct Connections: Sendable {
    public enum Failure: Error, Equatable, CustomStringConvertible {
        case unknown
        case unknownAccount
        case known
        case itself
        case notInvited

        public var description: String {
            switch self {
            case .unknown: "the account has no such connection"
            case .unknownAccount: "there is no such account to connect with"
            case .known: "the two accounts have a connection already"
            case .itself: "an account cannot be connected with itself"
            case .notInvited: "only the account that was invited can accept"
            }
        }
    }

    private let database: any Database
    private let clock: WallClock

    public init(database: any Database, clock: WallClock) {
        self.database = database
        self.clock = clock
    }

    /// Invites another account. Until that accepts, neither learns anything of the other.
    public func invite(_ partner: String, from account: Account, sharesOwnership: Bool) async throws -> Connection {
        guard partner != account.id else { throw Failure.itself }
        guard try await database.account(partner)?.isActive == true else { throw Failure.unknownAccount }
        let connection = Connection(
            id: Credential.name("con_"), inviter: account.id, invitee: partner, createdAt: clock.now,
            inviterSharesOwnership: sharesOwnership)
        guard try await database.addConnection(connection) else { throw Failure.known }
        return connection
    }

    public func list(of account: Account, after cursor: String? = nil, limit: Int) async throws -> [Connection] {
        try await database.connections(of: account.id, after: cursor, limit: limit)
    }

    public func show(_ id: String, of account: Account) async throws -> Connection {
        guard let connection = try await database.connection(id, of: account.id) else { throw Failure.unknown }
        return connection
    }

    /// - Parameter sharesOwnership: nil leaves it as it is.
    public func accept(_ id: String, by account: Account, sharesOwnership: Bool?) async throws -> Connection {
        let now = clock.now
        return try await change(id, of: account) { connection in
            guard connection.invitee == account.id else { throw Failure.notInvited }
            connection.acceptedAt = connection.acceptedAt ?? now
            if let sharesOwnership { connection.inviteeSharesOwnership = sharesOwnership }
        }
    }

    /// Decides whether the partner may learn what this account owns.
    public func set(_ id: String, of account: Account, sharesOwnership: Bool) async throws -> Connection {
        try await change(id, of: account) { connection in
            if connection.inviter == account.id {
                connection.inviterSharesOwnership = sharesOwnership
            } else {
                connection.inviteeSharesOwnership = sharesOwnership
            }
        }
    }

    private func change(
        _ id: String, of account: Account, _ change: @escaping @Sendable (inout Connection) throws -> Void
    ) async throws -> Connection {
        guard let connection = try await database.changeConnection(id, of: account.id, change) else {
            throw Failure.unknown
        }
        return connection
    }

    /// Ends a connection, or takes back or declines an invitation.
    public func remove(_ id: String, of account: Account) async throws {
        try await database.removeConnection(try await show(id, of: account).id)
    }

    /// The partner's name, as the account may learn it: an open invitation tells only who invites.
    public func partnerName(in connection: Connection, for account: Account) async throws -> String? {
        guard connection.acceptedAt != nil || connection.invitee == account.id else { return nil }
        return try await database.account(connection.partner(of: account.id))?.name
    }
}
