import Crypto
import HTTPTypes
import Hummingbird
import SignetModel
import SignetService
import SignetStorage

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
        let start = ContinuousClock.now
        let share = signet.keyLimiter.take(key: key, at: signet.clock.now)
        var response =
            try await share.isAdmitted
            ? next(request, context) : refusal(request, key: key, share, since: start)
        for (name, value) in signet.keyLimiter.headers(telling: share) {
            response.headers[HTTPField.Name(name)!] = value
        }
        return response
    }

    private func refusal(
        _ request: Request, key: String, _ share: RateLimiter.Share, since start: ContinuousClock.Instant
    ) async throws -> Response {
        if request.uri.path.hasPrefix("/v1/") {
            return Response(
                problem: Problem(
                    429, "Too many requests", "Requests with this API key come faster than allowed.",
                    retryAfter: share.resetSeconds))
        }
        let failure = APIFailure.tooManyRequests(share)
        if ClaimRoutes.answers(request, version: try await version(of: request, key: key)) {
            return ClaimRoutes.refusal(ClaimFailure(failure), of: request, since: start)
        }
        return Response(failure: failure)
    }

    /// The one that the request names, else its account's.
    private func version(of request: Request, key: String) async throws -> AccountSettings.APIVersion {
        if let named = try? AccountSettings.APIVersion(of: request) { return named }
        return try await signet.accounts.authenticate(key: key)?.settings.apiVersion ?? .four
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
