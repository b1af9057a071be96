import Hummingbird
import Logging
import SignetService

/// `/health/live` (the process answers) and `/health/ready` (so does its database).
struct HealthRoutes: Sendable {
    let signet: Signet
    let logger: Logger

    func add(to router: Router<SignetRequestContext>) {
        router.get("/health/live") { _, _ in Response(json: Array(#"{"status":"live"}"#.utf8)) }
        router.get("/health/ready") { _, _ in
            do {
                _ = try await signet.accounts.authenticate(key: "signet_")
                return Response(json: Array(#"{"status":"ready"}"#.utf8))
            } catch {
                logger.unforeseen(error, route: "/health/ready")
                throw Problem(503, "Not ready", "The database does not answer.", retryAfter: 5)
            }
        }
    }
}
