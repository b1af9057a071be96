import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import SignetModel
import Testing

@testable import SignetServer

struct OpenAPITests {
    /// `GET /v1/account`, with what stands in braces made alike.
    private static func line(_ method: String, _ path: String) -> String {
        let segments = path.split(separator: "/", omittingEmptySubsequences: false).map { segment in
            segment.hasPrefix("{") || segment.hasPrefix(":") ? "{}" : String(segment)
        }
        return "\(method.uppercased()) \(segments.joined(separator: "/"))"
    }

    @Test func `the document has every route of the server, and no other`() throws {
        let test = try TestSignet()
        let server = SignetServer(
            signet: test.signet, configuration: .init(), logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        let routes = try server.router(server.hotRoutes).routes.filter { route in
            let path = route.path.description
            return route.method != .head && !path.hasPrefix("/assets/") && !path.hasPrefix("/certify-")
        }
        let served = Set(routes.map { Self.line($0.method.rawValue, $0.path.description) })
        var documented: Set<String> = []
        let document = try JSONValue(parsing: Array(OpenAPIDocument.text.utf8))
        for path in document["paths"]?.members ?? [] {
            // The router takes a path with a slash at its end for the one without.
            let name = path.key.count > 1 && path.key.hasSuffix("/") ? String(path.key.dropLast()) : path.key
            for method in path.value.members ?? [] where method.key != "parameters" {
                documented.insert(Self.line(method.key, name))
            }
        }
        #expect(served.subtracting(documented).sorted() == [])
        #expect(documented.subtracting(served).sorted() == [])
    }

    @Test func `anybody may read it`() async throws {
        let test = try TestSignet()
        try await test.serve { client async throws in
            let response = try await client.execute(uri: "/openapi.json", method: .get)
            #expect(response.status == .ok)
            #expect(response.headers[.accessControlAllowOrigin] == "*")
            #expect(String(buffer: response.body) == OpenAPIDocument.text)
        }
    }

    @Test(arguments: [
        ("/v1/account", HTTPRequest.Method.delete, "GET, PATCH"), ("/v1/retentions/export", .post, "GET"),
        ("/sign-in", .put, "GET, POST"),
        ("/0123456789012345678901234567890123456789", .delete, "GET, POST"),
    ])
    func `a method that a path does not take is told from a path that is not there`(
        path: String, method: HTTPRequest.Method, allowed: String
    ) async throws {
        let test = try TestSignet()
        try await test.serve { client async throws in
            let response = try await client.execute(uri: path, method: method)
            #expect(response.status == .methodNotAllowed)
            #expect(response.headers[.allow] == allowed)
            #expect(try await client.execute(uri: "/v1/nothing/at/all", method: method).status == .notFound)
        }
    }
}
