import Hummingbird
import SignetModel
import SignetService
import SignetStorage

/// `/sign-in` and `/sign-out`: an API key becomes a session.
struct SignInRoutes: Sendable {
    let signet: Signet
    let pages: PageResponder
    let sessions: Sessions

    func add(to router: Router<SignetRequestContext>) {
        router.get("/sign-in") { request, _ in try await pages.telling { form(request, error: nil) } }
        router.post("/sign-in") { request, context in try await pages.telling { try await signIn(request, context) } }
        router.post("/sign-out") { request, context in try await pages.telling { try await signOut(request, context) } }
    }

    private func form(_ request: Request, next: String? = nil, error: String?) -> Response {
        let (csrf, cookie) = sessions.visitor(request)
        let wanted = next ?? request.uri.queryParameters["next"].map { String($0) }
        var response = pages.page(
            SignInPage(csrf: csrf, next: Self.ownPath(wanted), error: error),
            status: error == nil ? .ok : .unauthorized)
        if let cookie { response.setCookie(cookie) }
        return response
    }

    private func signIn(_ request: Request, _ context: SignetRequestContext) async throws -> Response {
        let fields = try await FormFields(request, limit: context.maxUploadSize)
        try sessions.check(fields["csrf"], of: request)
        let key = fields["api_key"].map { $0.filter { !$0.isWhitespace } } ?? ""
        guard let account = try await signet.accounts.authenticate(key: key) else {
            return form(request, next: fields["next"], error: "No account has this API key.")
        }
        guard account.isActive else {
            return form(request, next: fields["next"], error: "This account has been disabled.")
        }
        return try await sessions.begin(
            account, from: request, response: PageResponder.seeOther(Self.ownPath(fields["next"])))
    }

    private func signOut(_ request: Request, _ context: SignetRequestContext) async throws -> Response {
        let fields = try await FormFields(request, limit: context.maxUploadSize)
        try sessions.check(fields["csrf"], of: request)
        return try await sessions.end(request, response: PageResponder.seeOther("/"))
    }

    /// A path on this server; anything else, which could lead a reader elsewhere, becomes `/`.
    static func ownPath(_ text: String?) -> String {
        guard let text, text.hasPrefix("/"), !text.hasPrefix("//"), !text.contains("\\"),
            text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
        else { return "/" }
        return text
    }
}
