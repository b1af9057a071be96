/// What a certificate records. The number is part of every id and never changes its meaning.
public enum CertificateKind: UInt8, Sendable, CaseIterable {
    case web = 1
    case mobile = 2
    case metaLeadAds = 3
    case masked = 4
}
