import HTTPTypes
import HummingbirdTesting
import NIOCore
import SignetModel
import SignetService
import Testing

@testable import SignetServer

struct BatchRouteTests {
    @Test func `a batch is taken once, and everything that is not right is refused`() async throws {
        let test = try TestSignet { $0.limits.batchBytes = 1_000 }
        let visit = test.signet.issuer.issue()
        let other = test.signet.issuer.issue()
        try await test.serve { client async throws in
            func post(
                _ id: CertificateID, _ sequence: String, token: String, nonce: String = "n", _ body: String = "[]"
            ) async throws -> Int {
                try await client.execute(
                    uri: "/v1/certificates/\(id)/events/\(sequence)?token=\(token)&nonce=\(nonce)", method: .post,
                    body: ByteBuffer(string: body)
                ).status.code
            }
            #expect(try await post(visit.id, "0", token: visit.token) == 204)
            #expect(try await post(visit.id, "0", token: visit.token) == 204)
            #expect(try await post(visit.id, "0", token: visit.token, "[ ]") == 409)
            #expect(try await post(visit.id, "1", token: visit.token, nonce: "m") == 409)
            #expect(try await post(visit.id, "1", token: other.token) == 403)
            #expect(try await post(visit.id, "1", token: "") == 403)
            #expect(try await post(visit.id, "10000", token: visit.token) == 400)
            #expect(try await post(visit.id, "-1", token: visit.token) == 400)
            #expect(try await post(visit.id, "1", token: visit.token, String(repeating: " ", count: 1_001)) == 413)
            #expect(
                try await post(CertificateID(bytes: Array(repeating: 7, count: 20)), "0", token: visit.token) == 404)
            #expect(try await test.signet.reader.load(visit.id) != nil)

            test.advance(by: .minutes(11))
            #expect(try await post(other.id, "0", token: other.token) == 410)
            #expect(try await post(visit.id, "2", token: visit.token) == 204)
            test.advance(by: .hours(24))
            #expect(try await post(visit.id, "3", token: visit.token) == 410)
        }
    }

    @Test func `the loader carries a fresh certificate, compressed or not`() async throws {
        let test = try TestSignet()
        try await test.serve { client async throws in
            let plain = try await client.execute(uri: "/certify.js", method: .get)
            let text = String(buffer: plain.body)
            #expect(text.hasPrefix(#"(start=>start({"id":""#))
            #expect(plain.headers[.cacheControl] == "no-store")
            let again = try await client.execute(uri: "/trustedform.js", method: .get)
            #expect(String(buffer: again.body) != text)
            let head = try await client.execute(uri: "/certify.js", method: .head)
            #expect(head.body.readableBytes == 0)
            let gzip = try await client.execute(
                uri: "/certify.js", method: .get, headers: [.acceptEncoding: "gzip"])
            #expect(gzip.headers[.contentEncoding] == "gzip")
            #expect(gzip.body.readableBytes < plain.body.readableBytes)
        }
    }

    @Test func `more requests than allowed are answered 429`() async throws {
        let test = try TestSignet {
            $0.limits.countsRequests = true
            $0.limits.issuesPerSecond = 2
        }
        try await test.serve { client async throws in
            var statuses: [Int] = []
            for _ in 0..<6 { statuses.append(try await client.execute(uri: "/certify.js", method: .get).status.code) }
            #expect(statuses == [200, 200, 200, 200, 429, 429])
        }
    }

    @Test func `only the sites that the operator named may record`() async throws {
        let test = try TestSignet { $0.allowedSites = [Domain("forms.example")!] }
        try await test.serve { client async throws in
            let allowed = try await client.execute(
                uri: "/certify.js", method: .get, headers: [.referer: "https://forms.example/quote?x=1"])
            #expect(allowed.status == .ok)
            let other = try await client.execute(
                uri: "/certify.js", method: .get, headers: [.referer: "https://other.example/"])
            #expect(other.status == .forbidden)
        }
    }
}
