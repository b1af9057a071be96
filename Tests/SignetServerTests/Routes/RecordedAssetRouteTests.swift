import HTTPTypes
import HummingbirdTesting
import NIOCore
import SignetModel
import SignetService
import Testing

@testable import SignetServer

struct RecordedAssetRouteTests {
    private static let picture = RecordedPicture()
    private static let site = "https://quotes.leadsecrets.example"

    private struct Page: Sendable {
        let client: any TestClientProtocol
        var certificate: IssuedCertificate
        var nonce = "n"
        var origin: String? = site

        func post(_ path: String, _ body: ByteBuffer, token: String? = nil) async throws -> TestResponse {
            var headers = HTTPFields()
            if let origin { headers[.origin] = origin }
            return try await client.execute(
                uri:
                    "/v1/certificates/\(certificate.id)/assets\(path)?token=\(token ?? certificate.token)&nonce=\(nonce)",
                method: .post, headers: headers, body: body)
        }

        func ask(_ body: String, token: String? = nil) async throws -> Int {
            try await post("", ByteBuffer(string: body), token: token).status.code
        }

        func wanted(_ digests: [AssetDigest]) async throws -> [String] {
            let list = digests.map { "\"\($0)\"" }.joined(separator: ",")
            let answer = try await post("", ByteBuffer(string: "[\(list)]"))
            #expect(answer.status == .ok)
            #expect(answer.headers[.accessControlAllowOrigin] == "*")
            let json = try JSONValue(parsing: Array(answer.body.readableBytesView))
            return json["wanted"]?.array?.compactMap(\.string) ?? []
        }

        func bring(_ content: [UInt8], as digest: AssetDigest? = nil, token: String? = nil) async throws -> Int {
            let answer = try await post(
                "/\(digest ?? AssetDigest(of: content))", ByteBuffer(bytes: content), token: token)
            #expect(answer.headers[.accessControlAllowOrigin] == "*")
            return answer.status.code
        }
    }

    @Test func `a page is asked for what its site lacks, and brings it once`() async throws {
        let test = try TestSignet()
        let visit = try await test.visit()
        let other = test.signet.issuer.issue()
        try await test.serve { client async throws in
            let page = Page(client: client, certificate: visit)
            let digest = Self.picture.digest
            #expect(try await page.wanted([digest]) == [digest.description])
            #expect(try await page.bring(Self.picture.content) == 204)
            #expect(try await page.bring(Self.picture.content) == 204)
            #expect(try await page.wanted([digest]).isEmpty)
            // Before its first batch came, too; and another site is told nothing.
            #expect(try await Page(client: client, certificate: other).wanted([digest]).isEmpty)
            var elsewhere = Page(client: client, certificate: other, origin: "https://other.example")
            #expect(try await elsewhere.wanted([digest]) == [digest.description])
            elsewhere.origin = nil
            #expect(try await elsewhere.wanted([digest]).isEmpty)
        }
    }

    @Test func `everything that is not right is refused`() async throws {
        let test = try TestSignet { $0.limits.assetBytes = 1_000 }
        let visit = try await test.visit()
        let other = test.signet.issuer.issue()
        try await test.serve { client async throws in
            let page = Page(client: client, certificate: visit)
            let picture = Self.picture.content
            let digest = Self.picture.digest
            for body in [
                "", "{}", "[1]", #"["12"]"#, "[\"\(digest)\"",
                "[\(Array(repeating: "\"\(digest)\"", count: 61).joined(separator: ","))]",
            ] {
                #expect(try await page.ask(body) == 400, "\(body.prefix(40))")
            }
            #expect(try await page.ask("[]") == 200)
            #expect(try await page.ask("[\(String(repeating: " ", count: 20_000))]") == 413)
            #expect(try await page.post("/12", ByteBuffer(bytes: picture)).status.code == 400)
            #expect(try await page.bring(picture, as: AssetDigest(of: [1])) == 409)
            #expect(try await page.bring(Array("<html></html>".utf8)) == 415)
            #expect(try await page.bring(picture + Array(repeating: 0, count: 1_000)) == 413)
            for token in ["", other.token] {
                #expect(try await page.ask("[]", token: token) == 403)
                #expect(try await page.bring(picture, token: token) == 403)
            }
            var wrong = page
            wrong.nonce = "m"
            #expect(try await wrong.ask("[]") == 409)
            #expect(try await wrong.bring(picture) == 409)
            wrong.nonce = String(repeating: "n", count: 65)
            #expect(try await wrong.ask("[]") == 400)
            wrong = Page(client: client, certificate: visit, origin: nil)
            #expect(try await wrong.bring(picture) == 403)
            wrong.origin = "null"
            #expect(try await wrong.bring(picture) == 403)
            let unknown = CertificateID(bytes: Array(repeating: 7, count: 20))
            for name in ["\(unknown)", "x"] {
                let path = "/v1/certificates/\(name)/assets?token=\(visit.token)"
                #expect(try await client.execute(uri: path, method: .post).status.code == 404)
            }
            let preflight = try await client.execute(
                uri: "/v1/certificates/\(visit.id)/assets/\(digest)", method: .options)
            #expect(preflight.status.code == 204 && preflight.headers[.accessControlAllowMethods] == "POST")
            #expect(try await page.wanted([digest]) == [digest.description])

            test.advance(by: .minutes(11))
            #expect(try await Page(client: client, certificate: other).ask("[]") == 410)
            #expect(try await page.ask("[]") == 200)
            test.advance(by: .hours(2))
            _ = try await test.embedded.jobs.seal(by: test.signet.clock.now)
            #expect(try await page.ask("[]") == 410)
            #expect(try await page.bring(picture) == 410)
        }
    }

    @Test func `a certificate brings so much, requests come so fast, and a full disk takes none`() async throws {
        let test = try TestSignet { $0.limits.assetsPerCertificate = 2 }
        let visit = try await test.visit()
        let other = try await test.visit()
        try await test.serve { client async throws in
            let page = Page(client: client, certificate: visit)
            #expect(try await page.bring(Self.picture.content + [1]) == 204)
            #expect(try await page.bring(Self.picture.content + [2]) == 204)
            #expect(try await page.bring(Self.picture.content + [3]) == 413)
            // What is there already costs nothing.
            #expect(try await page.bring(Self.picture.content + [1]) == 204)
            #expect(try await Page(client: client, certificate: other).bring(Self.picture.content + [3]) == 204)
        }
        let full = try TestSignet { $0.limits.stagingBytes = 1 }
        let issued = full.signet.issuer.issue()
        try await full.serve { client async throws in
            let page = Page(client: client, certificate: issued)
            let answer = try await page.post("/\(Self.picture.digest)", ByteBuffer(bytes: Self.picture.content))
            #expect(answer.status.code == 503)
            #expect(answer.headers[.retryAfter] != nil)
        }
        let slow = try TestSignet {
            $0.limits.countsRequests = true
            $0.limits.batchesPerSecond = 2
        }
        let quick = slow.signet.issuer.issue()
        try await slow.serve { client async throws in
            let page = Page(client: client, certificate: quick)
            var statuses: [Int] = []
            for _ in 0..<6 { statuses.append(try await page.ask("[]")) }
            #expect(statuses == [200, 200, 200, 200, 429, 429])
        }
    }

    @Test func `only the sites that the operator named may bring anything`() async throws {
        let test = try TestSignet { $0.allowedSites = [Domain("forms.example")!] }
        let visit = test.signet.issuer.issue()
        try await test.serve { client async throws in
            #expect(try await Page(client: client, certificate: visit).ask("[]") == 403)
            let allowed = Page(client: client, certificate: visit, origin: "https://forms.example")
            #expect(try await allowed.bring(Self.picture.content) == 204)
        }
    }
}
