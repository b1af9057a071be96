import Crypto
public import SignetModel
public import SignetStorage

/// What an account retained, for looking through.
public struct Retentions: Sendable {
    private let database: any Database
    private let secret: Secret

    init(database: any Database, secret: Secret) {
        self.database = database
        self.secret = secret
    }

    /// - Parameter leads: addresses or numbers, raw or SHA-1, of each list of which the account must have matched one.
    public func list(
        _ search: RetentionSearch, leads: [[String]] = [], of account: Account, limit: Int
    ) async throws -> [RetentionListing] {
        var search = search
        let codes = LeadCodes(reader: account.id, secret: secret)
        search.leadCodes = leads.map { $0.flatMap(codes.codes) }
        return try await database.retentions(search, of: account.id, limit: limit)
    }

    /// Carries a request out, or answers what it was answered before under the same key.
    ///
    /// - Returns: the answer; nil while the same request is still at work elsewhere.
    /// - Throws: ``OtherRequest`` where the key was used for another request.
    public func once(
        _ key: String, request: [UInt8], of account: Account, at moment: Timestamp, answer: () async throws -> [UInt8]
    ) async throws -> [UInt8]? {
        var entry = IdempotentAnswer(
            account: account.id, key: key, request: Array(SHA256.hash(data: request)), at: moment)
        if let earlier = try await database.begin(entry) {
            guard earlier.request == entry.request else { throw OtherRequest() }
            return earlier.answer
        }
        entry.answer = try await answer()
        try await database.finish(entry)
        return entry.answer
    }

    public struct OtherRequest: Error, Sendable {}
}
