/// What an account chose, or was given by the operator.
public struct AccountSettings: Hashable, Sendable {
    /// A version of the certificate API.
    public enum APIVersion: String, Sendable, CaseIterable {
        case two = "2.0"
        case three = "3.0"
        case four = "4.0"
    }

    /// An operation of the certificate API, by its name in version 4.
    public enum Operation: String, Sendable, CaseIterable {
        case matchLead = "match_lead"
        case retain
        case insights
        case verify
    }

    /// Whether a retain makes a masked certificate.
    public var masks = true
    /// What is hidden in the texts of the account's masked certificates, beside what tells where they were made.
    public var maskWords: [String] = []
    /// Whether a retain's answer carries a share URL.
    public var returnsShareURL = false
    /// For requests that name none.
    public var apiVersion = APIVersion.four
    /// What the account may do; anything else is answered 403.
    public var operations = Set(Operation.allCases)
    /// How long the account keeps what it retains; nil for as long as the server's configuration says.
    public var retentionDays: Int?
    /// How many times the account may retain one certificate, the first included; more are answered 422.
    public var retentionLimit = 1_000

    /// What `verify` asks where a request does not say.
    public var criteria = VerificationCriteria()

    public init() {}
}
