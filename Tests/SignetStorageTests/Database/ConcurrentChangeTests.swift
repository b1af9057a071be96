import Foundation
import SignetModel
import Testing

@testable import SignetStorage

/// Changes that are made at the same time, each of something else.
struct ConcurrentChangeTests {
    private static let now = Timestamp(seconds: 1_795_000_000)

    /// Runs the test with a database that has two accounts, `acc_1` and `acc_2`.
    private func withDatabase(_ test: (SQLiteDatabase) async throws -> Void) async throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("changes-\(UUID()).db").path
        defer { for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) } }
        let database = try SQLiteDatabase(path: path)
        for number: UInt8 in 1...2 {
            try await database.addAccount(
                Account(id: "acc_\(number)", name: "Buyer", createdAt: Self.now, settings: AccountSettings()),
                keyDigest: [number])
        }
        try await test(database)
        try await database.close()
    }

    @Test func `an account's settings keep what each of many changes set`() async throws {
        try await withDatabase { database in
            async let operations = database.changeSettings(of: "acc_1") { settings in
                var settings = settings
                settings.operations = [.verify]
                return settings
            }
            async let words: Void = (0..<20).concurrently { number in
                try await database.changeSettings(of: "acc_1") { settings in
                    var settings = settings
                    settings.maskWords.append("word \(number)")
                    return settings
                }
            }
            _ = try await (operations, words)
            let settings = try #require(try await database.account("acc_1")).settings
            #expect(settings.operations == [.verify])
            #expect(Set(settings.maskWords) == Set((0..<20).map { "word \($0)" }))
            #expect(try await database.changeSettings(of: "acc_3") { $0 } == nil)
        }
    }

    @Test func `a change that cannot be takes no other with it`() async throws {
        struct Refused: Error {}
        try await withDatabase { database in
            let refused = Task { try await database.changeSettings(of: "acc_1") { _ in throw Refused() } }
            async let limited = database.changeSettings(of: "acc_1") { settings in
                var settings = settings
                settings.retentionLimit = 7
                return settings
            }
            let changed = try await limited
            #expect(changed?.settings.retentionLimit == 7)
            await #expect(throws: Refused.self) { try await refused.value }
        }
    }

    @Test func `each side of a connection decides for itself`() async throws {
        try await withDatabase { database in
            _ = try await database.addConnection(
                Connection(
                    id: "con_1", inviter: "acc_1", invitee: "acc_2", createdAt: Self.now, inviterSharesOwnership: true,
                    inviteeSharesOwnership: true))
            async let first = database.changeConnection("con_1", of: "acc_1") { $0.inviterSharesOwnership = false }
            async let second = database.changeConnection("con_1", of: "acc_2") { $0.inviteeSharesOwnership = false }
            async let accepted = database.changeConnection("con_1", of: "acc_2") { $0.acceptedAt = Self.now }
            _ = try await (first, second, accepted)
            let connection = try #require(try await database.connection("con_1", of: "acc_1"))
            #expect(!connection.inviterSharesOwnership)
            #expect(!connection.inviteeSharesOwnership)
            #expect(connection.acceptedAt == Self.now)
            #expect(try await database.changeConnection("con_1", of: "acc_3") { _ in } == nil)
        }
    }

    @Test func `a webhook that is gone stays disabled, whatever else of it is changed`() async throws {
        try await withDatabase { database in
            let endpoint = WebhookEndpoint(
                id: "wh_1", account: "acc_1", url: "https://hooks.example/", events: nil, description: nil,
                createdAt: Self.now, sealedSecret: [1])
            _ = try await database.addWebhook(endpoint, limit: 1)
            let delivery = WebhookDelivery(.test, to: "wh_1", body: [], at: Self.now)
            try await database.addDelivery(delivery)
            async let described = database.changeWebhook("wh_1", of: "acc_1") { $0.description = "CRM" }
            async let rotated = database.changeWebhook("wh_1", of: "acc_1") { $0.sealedSecret = [2] }
            async let gone: Void = database.recordAttempt(delivery, of: delivery, isGone: true)
            _ = try await (described, rotated, gone)
            let webhook = try #require(try await database.webhook("wh_1", of: "acc_1"))
            #expect(!webhook.isEnabled)
            #expect(webhook.description == "CRM")
            #expect(webhook.sealedSecret == [2])
            #expect(try await database.changeWebhook("wh_1", of: "acc_2") { _ in } == nil)
        }
    }

    @Test func `a domain keeps both of two choices`() async throws {
        try await withDatabase { database in
            let name = try #require(Domain("example.com"))
            _ = try await database.addDomain(
                OwnedDomain(
                    account: "acc_1", domain: name, code: "code", includesSubdomains: true, retainsAutomatically: false,
                    createdAt: Self.now, nextCheckAt: Self.now), limit: 1)
            async let first = database.changeDomain(name, of: "acc_1") { $0.includesSubdomains = false }
            async let second = database.changeDomain(name, of: "acc_1") { $0.retainsAutomatically = true }
            _ = try await (first, second)
            let domain = try #require(try await database.domain(name, of: "acc_1"))
            #expect(!domain.includesSubdomains)
            #expect(domain.retainsAutomatically)
        }
    }

    @Test func `a consent language keeps its name where its status is changed at the same time`() async throws {
        try await withDatabase { database in
            let language = ReviewedLanguage(
                id: "lang_1", account: "acc_1", text: "I agree", digest: [1], status: .unreviewed)
            _ = try await database.addLanguage(language, cap: 1)
            async let first = database.changeLanguage("lang_1", of: "acc_1", cap: 1) { $0.status = .approved }
            async let second = database.changeLanguage("lang_1", of: "acc_1", cap: 1) { $0.name = "Short" }
            _ = try await (first, second)
            let changed = try #require(try await database.language("lang_1", of: "acc_1"))
            #expect(changed.status == .approved)
            #expect(changed.name == "Short")
        }
    }
}

extension Range<Int> {
    /// Does the work for all of the numbers at once.
    fileprivate func concurrently(_ work: @escaping @Sendable (Int) async throws -> some Sendable) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in self { group.addTask { _ = try await work(number) } }
            try await group.waitForAll()
        }
    }
}
