import HTTPTypes
import HummingbirdTesting
import SignetModel
import SignetService
import SignetStorage
import Testing

@testable import SignetServer

struct ShareAPITests {
    /// A visit that the account retained, and the path of its links.
    private static func retained(
        _ test: TestSignet, _ client: any TestClientProtocol, key: String
    ) async throws -> (id: CertificateID, path: String) {
        let visit = try await test.visit()
        _ = try await client.ask(visit.id, key: key, #"{"match_lead":{"email":"ada@example.com"},"retain":{}}"#)
        return (visit.id, "/v1/certificates/\(visit.id)/shares")
    }

    @Test func `a new link says which of the list it is`() async throws {
        let test = try TestSignet()
        let (_, key) = try await test.account()
        try await test.serve { client async throws in
            let (_, path) = try await Self.retained(test, client, key: key)
            let made = try await client.call(path, .post, key: key)
            #expect(made.status == 201)
            #expect(made.json["share_url"]?.string?.contains("?shared_token=") == true)
            let list = try await client.call(path, key: key)
            let entry = try #require(list.json["shares"]?.array?.first)
            for name in ["id", "created_at", "expires_at", "revoked_at"] { #expect(made.json[name] == entry[name]) }
            let id = try #require(made.json["id"]?.string)
            #expect(try await client.call("\(path)/\(id)", .delete, key: key).status == 204)
            let after = try await client.call(path, key: key)
            #expect(after.json["shares"]?.array?.first?["revoked_at"]?.string != nil)
        }
    }

    @Test func `the list comes in pages, newest first`() async throws {
        let test = try TestSignet()
        let (_, key) = try await test.account()
        try await test.serve { client async throws in
            let (_, path) = try await Self.retained(test, client, key: key)
            var made: [String] = []
            for _ in 0..<5 {
                made.append(try #require(try await client.call(path, .post, key: key).json["id"]?.string))
                test.advance(by: .seconds(1))
            }
            var listed: [String] = []
            var cursor: String?
            repeat {
                let page = try await client.call("\(path)?limit=2" + (cursor.map { "&cursor=\($0)" } ?? ""), key: key)
                listed += page.json["shares"]?.array?.compactMap { $0["id"]?.string } ?? []
                cursor = page.json["next_cursor"]?.string
            } while cursor != nil
            #expect(listed == made.reversed())
            for query in ["cursor=nonsense", "cursor=1.2.3", "limit=0", "order=oldest"] {
                #expect(try await client.call("\(path)?\(query)", key: key).status == 400, "\(query)")
            }
        }
    }

    @Test func `a link is revoked only under its certificate`() async throws {
        let test = try TestSignet()
        let (_, key) = try await test.account()
        try await test.serve { client async throws in
            let (_, path) = try await Self.retained(test, client, key: key)
            let (_, other) = try await Self.retained(test, client, key: key)
            let id = try #require(try await client.call(path, .post, key: key).json["id"]?.string)
            #expect(try await client.call("\(other)/\(id)", .delete, key: key).status == 404)
            #expect(try await client.call(path, key: key).json["shares"]?.array?.first?["revoked_at"] == .null)
        }
    }

    @Test func `an account has only so many open links to a certificate`() async throws {
        let test = try TestSignet()
        let (account, key) = try await test.account()
        try await test.serve { client async throws in
            let (id, path) = try await Self.retained(test, client, key: key)
            for number in 0..<Sharing.maximumLinks {
                let link = ShareLink(
                    id: "shr_\(number)", certificate: id, account: account.id, createdAt: test.signet.clock.now,
                    expiresAt: test.signet.clock.now + .days(1))
                #expect(
                    try await test.embedded.database.addShare(
                        link, tokenDigest: Array("\(number)".utf8), limit: Sharing.maximumLinks))
            }
            #expect(try await client.call(path, .post, key: key).status == 409)
            _ = try await client.call("\(path)/shr_7", .delete, key: key)
            #expect(try await client.call(path, .post, key: key).status == 201)
        }
    }
}
