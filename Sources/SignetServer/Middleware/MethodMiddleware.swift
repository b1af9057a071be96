import HTTPTypes
import Hummingbird
import NIOConcurrencyHelpers

/// Tells a path that is not there from one that is there for other methods: 405, and which (RFC 9110, 15.5.6).
struct MethodMiddleware: RouterMiddleware {
    typealias Context = SignetRequestContext

    let methods: AllowedMethods

    func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let error as HTTPError where error.status == .notFound && context.endpointPath == "NotFound" {
            guard let allowed = methods.at(request.uri.path) else { throw error }
            let list = allowed.map(\.rawValue).sorted().joined(separator: ", ")
            var response = Response(problem: Problem(405, "Method not allowed", "This path takes \(list)."))
            response.headers[.allow] = list
            return response
        }
    }
}

/// The methods of every path that the server has.
final class AllowedMethods: Sendable {
    private struct Path {
        /// Nil takes any segment.
        let segments: [Substring?]
        var methods: [HTTPRequest.Method]

        func matches(_ others: [Substring]) -> Bool {
            segments.count == others.count && zip(segments, others).allSatisfy { $0 == nil || $0 == $1 }
        }
    }

    private let paths = NIOLockedValueBox<[Path]>([])

    func learn(_ routes: [Router<SignetRequestContext>.RouteDescription]) {
        let byPath = Dictionary(grouping: routes) { $0.path.description }
        let learned = byPath.map { path, routes in
            let segments = path.split(separator: "/").map { segment -> Substring? in
                segment.hasPrefix("{") || segment.hasPrefix(":") ? nil : segment
            }
            return Path(segments: segments, methods: routes.map(\.method))
        }
        // As the router does: names before placeholders.
        paths.withLockedValue {
            $0 = learned.sorted { $0.segments.count(where: \.isNil) < $1.segments.count(where: \.isNil) }
        }
    }

    /// Nil where there is no such path.
    func at(_ path: String) -> [HTTPRequest.Method]? {
        let segments = path.split(separator: "/")
        return paths.withLockedValue { $0.first { $0.matches(segments) }?.methods }
    }
}

extension Optional {
    fileprivate var isNil: Bool { if case .none = self { true } else { false } }
}
