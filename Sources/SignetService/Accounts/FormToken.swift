import Crypto
import SignetModel

/// The word that ties a form to the session it was shown in (a signed double-submit token).
enum FormToken {
    static func make(session: String, secret: Secret) -> String {
        let key = secret.current.key(for: .formToken)
        return Base64URL.encode(HMAC<SHA256>.authenticationCode(for: Array(session.utf8), using: key).prefix(24))
    }
}
