public import SignetModel
public import SignetStorage

/// A retention as lists, exports and webhooks show it: one set of columns for all of them.
public struct RetentionRow: Sendable {
    public enum Value: Sendable {
        case text(String?)
        case bool(Bool)
    }

    public static let columnNames = [
        "certificate_id", "certificate_url", "is_masked", "masked_cert_url", "domain", "vendor", "reference", "outcome",
        "matched", "retained_at", "kept_until",
    ]

    /// In the order of ``columnNames``.
    public let values: [Value]

    public init(listing: RetentionListing, kind: CertificateKind, configuration: ServiceConfiguration) {
        let retention = listing.retention
        values = [
            .text(retention.certificate.description),
            .text(configuration.certificateURL(retention.certificate, kind: kind)), .bool(kind == .masked),
            .text(listing.masked.map { configuration.certificateURL($0, kind: .masked) }),
            .text(retention.domain), .text(retention.vendor), .text(retention.reference),
            .text(retention.isSuccess ? "success" : "failure"), .bool(listing.isMatched),
            .text(retention.createdAt.iso8601), .text(retention.endsAt.iso8601),
        ]
    }

    public func write(to json: inout JSONWriter) {
        json.object { json in
            for (name, value) in zip(Self.columnNames, values) {
                json.key(name)
                switch value {
                case .text(let text): json.optionalString(text)
                case .bool(let value): json.bool(value)
                }
            }
        }
    }
}
