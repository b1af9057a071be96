import Crypto

/// The key under which one account's masked certificates name their origins. It never changes.
public struct MaskingKey: Sendable {
    fileprivate let symmetric: SymmetricKey

    /// Derived from the *oldest* version of the secret: a label must stay the same for as long as buyers filter by it.
    public init(account: String, secret: Secret) {
        symmetric = secret.oldest.key(for: .masking, context: Array(account.utf8))
    }

    fileprivate func code(_ use: String, _ value: String) -> String {
        let message = Array("\(use)\n\(value)".utf8)
        return Hex.encode(HMAC<SHA256>.authenticationCode(for: message, using: symmetric).prefix(20))
    }
}

/// A masked certificate's stand-in for the domain a lead came from.
///
/// Equal domains give equal labels within one account, so a buyer can filter a vendor's sources without learning
/// them. Labels of different accounts cannot be compared: with one key for all, anyone could visit known lead
/// forms, mask the certificates himself and look every label up.
public struct MaskedDomain: Hashable, Sendable {
    /// 40 lowercase hex digits.
    public let label: String

    public init(_ domain: Domain, key: MaskingKey) {
        label = key.code("domain", domain.ascii)
    }
}

/// A masked certificate's stand-in for the address of a page.
///
/// `https://<label>.<suffix>/<token>`: the scheme says nothing of the page's, since that too can tell sites apart.
public struct MaskedURL: Hashable, Sendable {
    public let domain: MaskedDomain
    /// 40 lowercase hex digits; equal pages give equal tokens.
    public let token: String

    public init(_ url: PageURL, key: MaskingKey) {
        domain = MaskedDomain(url.domain, key: key)
        token = key.code("page", url.description)
    }

    /// - Parameter suffix: what follows every label, for example `masked.certificates.example`.
    public func text(suffix: String) -> String {
        "https://\(domain.label).\(suffix)/\(token)"
    }
}
