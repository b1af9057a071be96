import HTTPTypes
import Hummingbird

/// Counts what the router answers, by the route's template; what the channel would have answered is counted there.
struct MetricsMiddleware: RouterMiddleware {
    typealias Context = SignetRequestContext

    let figures: ServerFigures

    func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        let start = ContinuousClock.now
        let response = try await next(request, context)
        let route = ServerFigures.Route(template: template(context), method: method(request.method))
        if !HotRoutes.templates.contains(route.template) {
            figures[route].count(status: response.status.code, took: .now - start)
        }
        return response
    }

    private func template(_ context: Context) -> String {
        guard let path = context.endpointPath, path != "NotFound" else { return "none" }
        return path.split(separator: "/", omittingEmptySubsequences: false).map { segment in
            segment.hasPrefix(":") ? "{\(segment.dropFirst())}" : String(segment)
        }.joined(separator: "/")
    }

    /// Whatever a client makes up is one method.
    private func method(_ method: HTTPRequest.Method) -> String {
        [.get, .head, .post, .put, .patch, .delete, .options].contains(method) ? method.rawValue : "other"
    }
}
