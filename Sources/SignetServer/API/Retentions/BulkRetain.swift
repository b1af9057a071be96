import Logging
import SignetModel
import SignetService
import SignetStorage

/// Requests of API v4 for many certificates in one call, each carried out by itself.
struct BulkRetain: Sendable {
    static let maximumCount = 1_000
    static let maximumBytes = 4 << 20
    /// As many share the commits of the database.
    private static let concurrency = 16

    private let items: [JSONValue]

    init(_ body: JSONValue) throws(Problem) {
        guard let items = body["certificates"]?.array, body.members?.count == 1 else {
            throw .badRequest("The body is an object with the list `certificates`, and nothing else.")
        }
        guard 1...Self.maximumCount ~= items.count else {
            throw .badRequest("certificates has 1 to \(Self.maximumCount) elements.")
        }
        self.items = items
    }

    /// `{"results": […]}`: for each certificate, in its place, what it would have been answered alone.
    func answer(by account: Account, signet: Signet, logger: Logger) async -> [UInt8] {
        var results = [[UInt8]](repeating: [], count: items.count)
        await withTaskGroup(of: (Int, [UInt8]).self) { group in
            for (place, item) in items.enumerated() {
                if place >= Self.concurrency, let (done, result) = await group.next() { results[done] = result }
                group.addTask {
                    (place, await Self.result(of: item, by: account, signet: signet, logger: logger))
                }
            }
            for await (done, result) in group { results[done] = result }
        }
        var json = JSONWriter(capacity: results.reduce(32) { $0 + $1.count })
        json.object { json in
            json.key("results")
            json.array { json in for result in results { json.raw(result) } }
        }
        return json.bytes
    }

    private static func result(
        of item: JSONValue, by account: Account, signet: Signet, logger: Logger
    ) async -> [UInt8] {
        let name = item["certificate"]?.string
        do {
            let answer = try await carryOut(item, name, by: account, signet: signet)
            return object(name, status: 200) { answer.writeMembers(to: &$0) }
        } catch let failure as APIFailure {
            return object(name, status: failure.status) { failure.writeOutcome(to: &$0) }
        } catch {
            logger.unforeseen(error, route: "/v1/retentions")
            return object(name, status: 500) { APIFailure(status: 500, reason: "Internal error").writeOutcome(to: &$0) }
        }
    }

    private static func carryOut(
        _ item: JSONValue, _ name: String?, by account: Account, signet: Signet
    ) async throws -> CertificateAnswer {
        guard let name else { throw APIFailure.schema }
        let request = try CertificateRequest(item)
        guard request.retain != nil else { throw APIFailure.schema }
        // A URL as it came with the lead names the certificate by its last part.
        let id = name.prefix { $0 != "?" }.split(separator: "/").last.map(String.init) ?? name
        return try await CertificateOperations(signet: signet).answer(request, certificate: id, account: account)
    }

    private static func object(
        _ name: String?, status: Int, _ members: (inout JSONWriter) -> Void
    ) -> [UInt8] {
        var json = JSONWriter(capacity: 512)
        json.object { json in
            json.key("certificate")
            json.optionalString(name)
            json.key("status")
            json.integer(status)
            members(&json)
        }
        return json.bytes
    }
}
