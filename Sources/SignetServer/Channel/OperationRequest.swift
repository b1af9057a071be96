import HTTPTypes
import Logging
import NIOCore
import SignetModel
import SignetService
import SignetStorage

/// `POST /{id}` as most callers send it, but for its body: API v4, in JSON, with a key that was used a moment ago.
///
/// Every other form of it is the router's, which also says what is wrong with it.
struct OperationRequest: Sendable {
    /// A certificate's id or ping identifier.
    let certificate: String
    let account: Account
    let key: String
    private var limitHeaders: [(name: String, value: String)] = []

    init?(_ head: RequestHead, accounts: Accounts) {
        let name = head.path.dropFirst()
        let isNamed = name.isPrefixed(exactlyBy: "0.") || name.count == 2 * CertificateID.byteCount
        guard isNamed, name.allSatisfy({ $0.isNameCharacter || $0 == UInt8(ascii: ".") }), !head.expectsContinue,
            1...SignetRequestContext.uploadLimit ~= head.contentLength,
            let type = head.contentType, type.isPrefixed(by: "application/json"),
            let key = Authentication.key(in: head.authorization?.text, allowBearer: false),
            let account = accounts.remembered(key: key), account.isActive
        else { return nil }
        switch head.apiVersion {
        case nil where account.settings.apiVersion == .four: break
        case let version? where version.isExactly("4.0") || version.isExactly("4"): break
        default: return nil
        }
        certificate = name.text
        self.account = account
        self.key = key
    }

    /// The same request; its answer tells what is left of the key's share.
    func counted(_ headers: [(name: String, value: String)]) -> OperationRequest {
        var counted = self
        counted.limitHeaders = headers
        return counted
    }

    func response(_ answer: CertificateAnswer) -> HotResponse {
        response(json: answer.json)
    }

    func response(to error: any Error, logger: Logger) -> HotResponse {
        guard let failure = error as? APIFailure else {
            return HotResponse(problem: Problem(unforeseen: error, route: "/:certificate", logger: logger))
        }
        return response(failure)
    }

    func response(_ failure: APIFailure) -> HotResponse {
        response(
            json: failure.json, status: .init(code: failure.status),
            more: failure.retryAfter.map { [("retry-after", "\($0)")] } ?? [])
    }

    private func response(
        json: [UInt8], status: HTTPResponse.Status = .ok, more: [(name: String, value: String)] = []
    ) -> HotResponse {
        HotResponse(
            status: status.code, reason: status.reasonPhrase,
            headers: [("content-type", "application/json; charset=utf-8"), ("cache-control", "no-store")]
                + limitHeaders + more,
            body: ByteBuffer(bytes: json))
    }
}
