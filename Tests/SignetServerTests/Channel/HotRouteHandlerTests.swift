import Foundation
import HummingbirdTesting
import SignetModel
import SignetService
import Testing

@testable import SignetServer

struct HotRouteHandlerTests {
    private static let health = "GET /health/live HTTP/1.1\r\nhost: x\r\n\r\n"
    private static let loader = "GET /certify.js HTTP/1.1\r\nhost: x\r\n\r\n"

    private func batch(
        of visit: IssuedCertificate, _ sequence: Int = 0, body: String = "[]", headers: String = ""
    ) -> String {
        "POST /v1/certificates/\(visit.id)/events/\(sequence)?token=\(visit.token) HTTP/1.1\r\nHost: x\r\n"
            + "\(headers)Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
    }

    /// Runs the test on a thread of its own, since its connections block.
    private func connected(_ test: TestSignet, _ body: @escaping @Sendable (() -> RawConnection) -> Void) async throws {
        try await test.serve { client async throws in
            let port = try #require(client.port)
            await withCheckedContinuation { continuation in
                Thread.detachNewThread {
                    body { RawConnection(port: port) }
                    continuation.resume()
                }
            }
        }
    }

    @Test func `hot and other requests share a connection, in any order and all at once`() async throws {
        let test = try TestSignet()
        let visit = test.signet.issuer.issue()
        try await connected(test) { connect in
            let connection = connect()
            for _ in 0..<2 {
                connection.send(Self.loader)
                #expect(connection.response()?.status == 200)
                connection.send(Self.health)
                #expect(connection.response()?.status == 200)
                connection.send(self.batch(of: visit))
                #expect(connection.response()?.status == 204)
            }
            connection.send(
                Self.health + self.batch(of: visit, 1) + Self.loader + Self.health
                    + self.batch(of: visit, 1, body: "[ ]"))
            for status in [200, 204, 200, 200, 409] { #expect(connection.response()?.status == status) }
        }
    }

    @Test func `requests may come byte by byte, and may be cut anywhere`() async throws {
        let test = try TestSignet()
        let visit = test.signet.issuer.issue()
        let requests = Array((batch(of: visit) + Self.health + Self.loader).utf8)
        try await connected(test) { connect in
            let connection = connect()
            for byte in requests { connection.send([byte]) }
            for status in [204, 200, 200] { #expect(connection.response()?.status == status) }
            for cut in stride(from: 1, to: requests.count, by: 13) {
                let connection = connect()
                connection.send(requests[..<cut])
                connection.send(requests[cut...])
                for status in [204, 200, 200] { #expect(connection.response()?.status == status) }
            }
        }
    }

    @Test func `chunked bodies and other rare forms are answered by the router, and alike`() async throws {
        let test = try TestSignet { $0.limits.batchBytes = 1_000 }
        let visit = test.signet.issuer.issue()
        try await connected(test) { connect in
            let connection = connect()
            let target = "/v1/certificates/\(visit.id)/events/0?token=\(visit.token)"
            let chunked = "POST \(target) HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n"
            connection.send(chunked + "2\r\n[]\r\n0\r\n\r\n")
            let first = connection.response()
            #expect(first?.status == 204)
            #expect(first?.head.contains("access-control-allow-origin: *") == true)
            connection.send(chunked + "3\r\n[ ]\r\n0\r\n\r\n")
            #expect(connection.response()?.status == 409)
            connection.send(self.batch(of: visit, 1))
            #expect(connection.response()?.status == 204)
            connection.send("OPTIONS \(target) HTTP/1.1\r\nhost: x\r\n\r\n")
            #expect(connection.response()?.head.contains("access-control-allow-methods: post") == true)
            connection.send(Self.loader)
            #expect(connection.response()?.body.hasPrefix("(start=>start({") == true)
            connection.send(chunked + "3e9\r\n\(String(repeating: " ", count: 1_001))\r\n0\r\n\r\n")
            #expect(connection.response()?.status == 413)
        }
    }

    @Test func `a body that is too large is read to its end before it is refused, a huge one is not`() async throws {
        let test = try TestSignet { $0.limits.batchBytes = 1_000 }
        let visit = test.signet.issuer.issue()
        try await connected(test) { connect in
            let connection = connect()
            connection.send(self.batch(of: visit, body: String(repeating: " ", count: 100_000)) + Self.health)
            #expect(connection.response()?.status == 413)
            #expect(connection.response()?.status == 200)
            let huge = connect()
            huge.send(
                "POST /v1/certificates/\(visit.id)/events/0 HTTP/1.1\r\nhost: x\r\ncontent-length: 99999999999\r\n\r\n["
            )
            let response = huge.response()
            #expect(response?.status == 413)
            #expect(response?.head.contains("connection: close") == true)
            #expect(huge.isAtEnd)
        }
    }

    @Test func `a client that asks first is told to go on`() async throws {
        let test = try TestSignet()
        let visit = test.signet.issuer.issue()
        try await connected(test) { connect in
            let connection = connect()
            let parts = self.batch(of: visit, headers: "Expect: 100-continue\r\n").split(separator: "[")
            connection.send(String(parts[0]))
            #expect(connection.response()?.status == 100)
            connection.send("[]")
            #expect(connection.response()?.status == 204)
        }
    }

    @Test func `a request that names no host, or two, is refused, and the connection goes on`() async throws {
        let test = try TestSignet()
        try await connected(test) { connect in
            let connection = connect()
            for path in ["/certify.js", "/health/live"] {
                connection.send("GET \(path) HTTP/1.1\r\n\r\n")
                #expect(connection.response()?.status == 400)
                connection.send("GET \(path) HTTP/1.1\r\nhost: x\r\nHost: y\r\n\r\n")
                #expect(connection.response()?.status == 400)
            }
            connection.send(Self.health)
            #expect(connection.response()?.status == 200)
        }
    }

    @Test func `a connection ends when the client says so`() async throws {
        let test = try TestSignet()
        try await connected(test) { connect in
            let connection = connect()
            connection.send("GET /ns.gif HTTP/1.1\r\nhost: x\r\nConnection: close\r\n\r\n")
            let response = connection.response()
            #expect(response?.status == 200)
            #expect(response?.head.contains("connection: close") == true)
            #expect(connection.isAtEnd)
        }
    }

    @Test func `answers have a date, and an answer to HEAD has a length and no body`() async throws {
        let test = try TestSignet()
        try await connected(test) { connect in
            let connection = connect()
            connection.send("HEAD /ns.gif HTTP/1.1\r\nhost: x\r\n\r\n" + Self.health)
            let head = connection.response(hasBody: false)
            #expect(head?.head.contains("content-length: 43") == true)
            #expect(head?.head.contains("date: wed, 18 nov 2026") == true)
            #expect(connection.response()?.status == 200)
        }
    }
}

struct DateHeaderTests {
    @Test(arguments: [
        (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"), (0, "Thu, 01 Jan 1970 00:00:00 GMT"),
        (1_709_164_799, "Wed, 28 Feb 2024 23:59:59 GMT"),
    ])
    func `a moment is written as HTTP writes it`(seconds: Int64, text: String) {
        #expect(DateHeader.value(at: Timestamp(seconds: seconds)) == text)
    }
}
