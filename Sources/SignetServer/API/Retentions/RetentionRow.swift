import SignetModel
import SignetService
import SignetStorage

/// A retention as lists and exports show it: one set of columns for all of them.
struct RetentionRow: Sendable {
    enum Value: Sendable {
        case text(String?)
        case bool(Bool)
    }

    static let columnNames = [
        "certificate_id", "certificate_url", "is_masked", "masked_cert_url", "domain", "vendor", "reference", "outcome",
        "matched", "retained_at", "kept_until",
    ]

    /// In the order of ``columnNames``.
    let values: [Value]

    init(listing: RetentionListing, kind: CertificateKind, url: String, maskedURL: String?) {
        let retention = listing.retention
        values = [
            .text(retention.certificate.description), .text(url), .bool(kind == .masked), .text(maskedURL),
            .text(retention.domain), .text(retention.vendor), .text(retention.reference),
            .text(retention.isSuccess ? "success" : "failure"), .bool(listing.isMatched),
            .text(retention.createdAt.iso8601), .text(retention.endsAt.iso8601),
        ]
    }

    func write(to json: inout JSONWriter) {
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
