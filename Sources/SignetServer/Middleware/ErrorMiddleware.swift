import HTTPTypes
import Hummingbird
import Logging

/// Turns what routes throw into problem documents; what nobody foresaw is logged and told as a 500 without details.
struct ErrorMiddleware: RouterMiddleware {
    typealias Context = SignetRequestContext

    let logger: Logger

    func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let problem as Problem {
            return Response(problem: problem)
        } catch let error as any HTTPResponseError {
            return Response(problem: Problem(error.status.code, error.status.reasonPhrase))
        } catch {
            return Response(
                problem: Problem(unforeseen: error, route: context.endpointPath ?? "none", logger: logger))
        }
    }
}

extension Problem {
    /// Logs the error, of which the caller is told nothing.
    init(unforeseen error: any Error, route: String, logger: Logger) {
        logger.unforeseen(error, route: route)
        self.init(500, "Internal error", "The server failed; the request may not have been carried out.")
    }
}

extension Logger {
    /// An error of which a caller is told no more than that there was one.
    func unforeseen(_ error: any Error, route: String) {
        self.error("a request failed", metadata: ["route": "\(route)", "error": "\(error)"])
    }
}
