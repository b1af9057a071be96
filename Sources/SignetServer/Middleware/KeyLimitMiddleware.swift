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
        let share = signet.keyLimiter.take(key: key, at: signet.clock.now)
        var response = share.isAdmitted ? try await next(request, context) : refusal(request, share)
        for (name, value) in signet.keyLimiter.headers(telling: share) {
            response.headers[HTTPField.Name(name)!] = value
        }
        return response
    }

    private func refusal(_ request: Request, _ share: RateLimiter.Share) -> Response {
        if request.uri.path.hasPrefix("/v1/") {
            return Response(
                problem: Problem(
                    429, "Too many requests", "Requests with this API key come faster than allowed.",
                    retryAfter: share.resetSeconds))
        }
        return Response(failure: .tooManyRequests(share))
    }
}

extension RateLimiter {
    func take(key: String, at now: Timestamp) -> Share {
        take(.credential(Array(SHA256.hash(data: Array(key.utf8)))), at: now)
    }

    func headers(telling share: Share) -> [(name: String, value: String)] {
        [
            ("RateLimit-Policy", "\"key\";q=\(quota);w=\(Self.windowSeconds)"),
            ("RateLimit", "\"key\";r=\(share.remaining);t=\(share.resetSeconds)"),
        ]
    }
}

extension APIFailure {
    static func tooManyRequests(_ share: RateLimiter.Share) -> APIFailure {
        APIFailure(status: 429, reason: "Too many requests", retryAfter: share.resetSeconds)
    }
}
