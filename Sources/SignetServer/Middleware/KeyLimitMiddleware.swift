import Crypto
import HTTPTypes
import Hummingbird
import SignetModel
import SignetService

/// Counts requests by their API key, right or wrong, and tells what is left (draft-ietf-httpapi-ratelimit-headers).
struct KeyLimitMiddleware: RouterMiddleware {
    typealias Context = SignetRequestContext

    let signet: Signet

    func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        guard let key = Authentication.key(in: request.headers[.authorization], allowBearer: true) else {
            return try await next(request, context)
        }
        let share = signet.keyLimiter.take(
            .credential(Array(SHA256.hash(data: Array(key.utf8)))), at: signet.clock.now)
        var response = share.isAdmitted ? try await next(request, context) : refusal(request, share)
        response.headers[.rateLimitPolicy] =
            "\"key\";q=\(signet.keyLimiter.quota);w=\(RateLimiter.windowSeconds)"
        response.headers[.rateLimit] = "\"key\";r=\(share.remaining);t=\(share.resetSeconds)"
        return response
    }

    private func refusal(_ request: Request, _ share: RateLimiter.Share) -> Response {
        if request.uri.path.hasPrefix("/v1/") {
            return Response(
                problem: Problem(
                    429, "Too many requests", "Requests with this API key come faster than allowed.",
                    retryAfter: share.resetSeconds))
        }
        return Response(failure: APIFailure(status: 429, reason: "Too many requests", retryAfter: share.resetSeconds))
    }
}

extension HTTPField.Name {
    fileprivate static let rateLimit = HTTPField.Name("RateLimit")!
    fileprivate static let rateLimitPolicy = HTTPField.Name("RateLimit-Policy")!
}
