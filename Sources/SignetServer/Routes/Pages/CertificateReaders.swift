import Hummingbird
import SignetModel
import SignetService
import SignetStorage

/// Who looks at a certificate, and what of it he may see (design, section 4).
enum CertificateAccess: Sendable {
    /// Nobody who may see more than that it exists.
    case existence(Sessions.SignedIn?)
    /// Nil for a test certificate, which anybody with an account may see.
    case account(Sessions.SignedIn, ReadingRight?)
    case share(ShareLink, token: String)

    /// As whom matches are asked and remembered; nil for who may not ask.
    var matchReader: MatchReader? {
        switch self {
        case .existence: nil
        case .account(let signedIn, _): .account(signedIn.account)
        case .share(let link, _): .share(link)
        }
    }

    var right: ReadingRight? {
        if case .account(_, let right) = self { right } else { nil }
    }

    var viewer: Viewer? {
        switch self {
        case .existence(let signedIn): signedIn?.viewer
        case .account(let signedIn, _): signedIn.viewer
        case .share: nil
        }
    }
}

extension Signet {
    /// What a reader has matched of the certificate's lead.
    func matchStatus(of certificate: LoadedCertificate, for access: CertificateAccess) async throws -> MatchStatus {
        guard let reader = access.matchReader else { return MatchStatus() }
        return try await matcher.status(of: certificate.id, for: reader)
    }

    /// Whether a reader is shown what the consumer typed.
    func reveals(_ status: MatchStatus, to access: CertificateAccess) -> Bool {
        status.isMatched || access.right?.ownsPage == true
    }
}

/// Finds the certificate that a page is about, and decides who is looking.
struct CertificateReaders: Sendable {
    let signet: Signet
    let sessions: Sessions

    struct Found: Sendable {
        let certificate: LoadedCertificate
        let access: CertificateAccess

        /// Where this reader finds the certificate's page.
        var path: String {
            guard case .share(_, let token) = access else { return "/\(certificate.id)" }
            return "/\(certificate.id)?shared_token=\(token)"
        }
    }

    /// Nil where this reader gets to see nothing at all.
    func find(
        _ request: Request, _ context: SignetRequestContext, shareToken: String?
    ) async throws -> Found? {
        guard let id = context.certificateID, let certificate = try await signet.reader.load(id)
        else { return nil }
        if let shareToken, let link = try await signet.sharing.open(shareToken, certificate: id) {
            return Found(certificate: certificate, access: .share(link, token: shareToken))
        }
        let isWithinWindow = certificate.isWithinWindow(signet.clock.now)
        if let signedIn = try await signedIn(request) {
            let right = try await signet.readingRight(of: signedIn.account, to: certificate)
            if right != nil || certificate.isSandbox && isWithinWindow {
                return Found(certificate: certificate, access: .account(signedIn, right))
            }
            return isWithinWindow ? Found(certificate: certificate, access: .existence(signedIn)) : nil
        }
        // Whoever follows a link that was revoked or has ended was promised a certificate, not how long one exists.
        if shareToken != nil { return nil }
        return isWithinWindow ? Found(certificate: certificate, access: .existence(nil)) : nil
    }

    /// By session, else by an API key in Basic authentication; the latter's forms cannot be sent.
    private func signedIn(_ request: Request) async throws -> Sessions.SignedIn? {
        if let signedIn = try await sessions.signedIn(request) { return signedIn }
        guard let account = try await Authentication(signet: signet).account(of: request), account.isActive else {
            return nil
        }
        return Sessions.SignedIn(account: account, csrf: "")
    }
}
