import ArgumentParser
import SignetService
import SignetStorage

/// What can be chosen for an account.
struct SettingsOptions: ParsableArguments {
    @Flag(inversion: .prefixedNo, help: "Make a masked certificate on every retain (the default).")
    var masking: Bool?

    @Flag(inversion: .prefixedNo, help: "Return a share URL with every retain.")
    var shareURL: Bool?

    @Option(help: "The version of the certificate API for requests that name none: 2.0, 3.0 or 4.0 (the default).")
    var apiVersion: String?

    @Option(
        help: "What the account may do, separated by commas: match_lead, retain, insights (the default: all of them).")
    var operations: String?

    @Option(help: "How many days the account keeps what it retains, or `default` for the server's five years.")
    var retentionDays: String?

    @Option(help: "How many times it may retain one certificate (default: 1000).")
    var retentionLimit: Int?

    func applied(to settings: AccountSettings) throws -> AccountSettings {
        var settings = settings
        if let masking { settings.masks = masking }
        if let shareURL { settings.returnsShareURL = shareURL }
        if let apiVersion {
            guard let version = AccountSettings.APIVersion(rawValue: apiVersion) else {
                throw ValidationError("--api-version is 2.0, 3.0 or 4.0, not “\(apiVersion)”.")
            }
            settings.apiVersion = version
        }
        if let operations {
            settings.operations = try Set(
                operations.split(separator: ",").map { name in
                    guard let operation = AccountSettings.Operation(rawValue: String(name)) else {
                        throw ValidationError("“\(name)” is no operation; there are match_lead, retain and insights.")
                    }
                    return operation
                })
        }
        if let retentionDays {
            guard retentionDays == "default" || Int(retentionDays) != nil else {
                throw ValidationError("--retention-days is a number or `default`, not “\(retentionDays)”.")
            }
            settings.retentionDays = Int(retentionDays)
        }
        if let retentionLimit { settings.retentionLimit = retentionLimit }
        return settings
    }
}

extension AccountSettings {
    /// For people.
    var lines: [String] {
        [
            "masking         \(masks ? "on" : "off")",
            "share URL       \(returnsShareURL ? "returned" : "not returned")",
            "API version     \(apiVersion.rawValue)",
            "operations      \(orderedOperations.map(\.rawValue).joined(separator: ", "))",
            "retention       \(retentionDays.map { "\($0) days" } ?? "as the server is configured")",
            "retention limit \(retentionLimit) times a certificate",
        ]
    }
}
