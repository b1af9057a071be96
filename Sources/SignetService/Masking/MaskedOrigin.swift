public import SignetModel
import SignetStorage

/// How a masked certificate names the pages that it must not show.
public struct MaskedOrigin: Sendable {
    private let key: MaskingKey
    private let suffix: String

    /// Nil for a certificate that hides nothing.
    init?(of certificate: LoadedCertificate, secret: Secret, suffix: String) {
        guard certificate.isMasked else { return nil }
        key = MaskingKey(account: certificate.masked?.account ?? "", secret: secret)
        self.suffix = suffix
    }

    public func text(_ url: PageURL) -> String {
        MaskedURL(url, key: key).text(suffix: suffix)
    }

    public func text(_ domain: Domain) -> String {
        "\(MaskedDomain(domain, key: key).label).\(suffix)"
    }
}
