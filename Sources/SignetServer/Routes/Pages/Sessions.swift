import HTTPTypes
import Hummingbird
import SignetModel
import SignetService
import SignetStorage

/// Who looks at our pages: the cookie of a session, and the word that its forms must send back.
struct Sessions: Sendable {
    let signet: Signet

    /// The `__Host-` prefix binds a cookie to this very host; browsers take it over HTTPS only.
    private var prefix: String { isSecure ? "__Host-" : "" }
    private var isSecure: Bool { signet.configuration.publicURL.scheme == "https" }
    private var sessionName: String { prefix + "signet_session" }
    private var visitorName: String { prefix + "signet_visitor" }

    /// A signed-in account, with the word of its session.
    struct SignedIn: Sendable {
        let account: Account
        let csrf: String

        var viewer: Viewer { Viewer(accountName: account.name, csrf: csrf) }
    }

    func signedIn(_ request: Request) async throws -> SignedIn? {
        guard let word = request.cookies[sessionName]?.value,
            let account = try await signet.accounts.sessionAccount(word)
        else { return nil }
        return SignedIn(account: account, csrf: signet.formToken(session: word))
    }

    /// Begins a session, ends the one there was, and goes on to `next`.
    func begin(_ account: Account, from request: Request, response: Response) async throws -> Response {
        if let old = request.cookies[sessionName]?.value { try await signet.accounts.endSession(old) }
        var response = response
        response.setCookie(cookie(sessionName, try await signet.accounts.beginSession(account)))
        return response
    }

    func end(_ request: Request, response: Response) async throws -> Response {
        if let word = request.cookies[sessionName]?.value { try await signet.accounts.endSession(word) }
        var response = response
        response.setCookie(cookie(sessionName, "", maxAge: 0))
        return response
    }

    /// The word of who is not signed in, for the sign-in form and for share links, and the cookie that it belongs to.
    func visitor(_ request: Request) -> (csrf: String, cookie: Cookie?) {
        if let word = request.cookies[visitorName]?.value { return (signet.formToken(session: word), nil) }
        let word = Base64URL.encode(RandomBytes.make(24))
        return (signet.formToken(session: word), cookie(visitorName, word))
    }

    /// Throws unless the form was shown by us to this browser.
    func check(_ csrf: String?, of request: Request) throws {
        let words = [sessionName, visitorName].compactMap { request.cookies[$0]?.value }
        let isOurs = words.contains { word in
            constantTimeEqual(Array(signet.formToken(session: word).utf8), Array((csrf ?? "").utf8))
        }
        guard isOurs else {
            throw PageFailure(
                403, "This form is out of date", "Go back, load the page again, and send the form once more.")
        }
    }

    private func cookie(_ name: String, _ value: String, maxAge: Int? = nil) -> Cookie {
        Cookie(
            name: name, value: value, maxAge: maxAge, path: "/", secure: isSecure, httpOnly: true, sameSite: .lax)
    }
}

/// An error that is told on a page.
struct PageFailure: Error, Sendable {
    let status: Int
    let title: String
    let message: String
    var retryAfter: Int?

    init(_ status: Int, _ title: String, _ message: String, retryAfter: Int? = nil) {
        self.status = status
        self.title = title
        self.message = message
        self.retryAfter = retryAfter
    }
}

/// The fields of a form that was posted.
struct FormFields: Sendable {
    private let fields: [(name: String, value: String)]

    init(_ request: Request, limit: Int) async throws {
        let body = try await request.body.collect(upTo: limit)
        fields = QueryItems(Array(body.readableBytesView)[...]).map {
            (QueryItems.decoded($0.name)[...].text, QueryItems.decoded($0.value)[...].text)
        }
        if fields.contains(where: { $0.value.hasNullCharacter }) {
            throw PageFailure(400, "This form cannot be read", "One of its texts has the character U+0000.")
        }
    }

    /// The first field of the name, if it is not blank.
    subscript(_ name: String) -> String? {
        fields.first { $0.name == name && $0.value.contains { !$0.isWhitespace } }?.value
    }

    var all: [(name: String, value: String)] { fields }
}
