import ArgumentParser
import SignetModel
import SignetService
import SignetStorage

/// What can be chosen for an account.
struct SettingsOptions: ParsableArguments {
    @Flag(inversion: .prefixedNo, help: "Make a masked certificate on every retain (the default).")
    var masking: Bool?

    @Option(
        help:
            "What is hidden in the texts of its masked certificates, separated by commas, such as brands; `none` for nothing more."
    )
    var maskWords: String?

    @Flag(inversion: .prefixedNo, help: "Return a share URL with every retain.")
    var shareURL: Bool?

    @Option(help: "The version of the certificate API for requests that name none: 2.0, 3.0 or 4.0 (the default).")
    var apiVersion: String?

    @Option(
        help:
            "What the account may do, separated by commas: match_lead, retain, insights, verify (the default: all of them)."
    )
    var operations: String?

    @Option(help: "How many days the account keeps what it retains, or `default` for the server's five years.")
    var retentionDays: String?

    @Option(help: "How many times it may retain one certificate (default: 1000).")
    var retentionLimit: Int?

    @Option(help: "`verify`: the company that must have been granted consent by name; `none` for no check.")
    var advertiserName: String?

    @Option(help: "`verify`: the smallest font size of consent language, in px; `none` for no check.")
    var minFontSize: String?

    @Option(help: "`verify`: the smallest contrast of consent language, 1 to 21; `none` for no check.")
    var minContrast: String?

    @Option(
        help:
            "`verify`: the opt-ins allowed, separated by commas: manual, pre-selected, non-interactive; `none` for no check."
    )
    var optInTypes: String?

    func applied(to settings: AccountSettings) throws -> AccountSettings {
        var settings = settings
        if let masking { settings.masks = masking }
        if let maskWords {
            settings.maskWords =
                maskWords == "none"
                ? []
                : maskWords.split(separator: ",").map {
                    $0.split(whereSeparator: \.isWhitespace).joined(separator: " ")
                }
        }
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
                        throw ValidationError(
                            "“\(name)” is no operation; there are match_lead, retain, insights and verify.")
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
        try apply(to: &settings.criteria)
        return settings
    }
}

extension SettingsOptions {
    private func apply(to criteria: inout VerificationCriteria) throws {
        if let advertiserName { criteria.advertiserName = advertiserName == "none" ? nil : advertiserName }
        if let minFontSize { criteria.minimumFontSize = try number(minFontSize, 0...1_000, "--min-font-size") }
        if let minContrast { criteria.minimumContrast = try number(minContrast, 1...21, "--min-contrast") }
        if let optInTypes {
            criteria.optInTypes =
                optInTypes == "none"
                ? nil
                : try optInTypes.split(separator: ",").map { name in
                    guard let type = ConsentLanguage.OptIn(rawValue: String(name)) else {
                        throw ValidationError("“\(name)” is not manual, pre-selected or non-interactive.")
                    }
                    return type
                }
        }
    }

    private func number(_ text: String, _ range: ClosedRange<Double>, _ flag: String) throws -> Double? {
        if text == "none" { return nil }
        guard let number = Double(text), range.contains(number) else {
            throw ValidationError("\(flag) is a number from \(range.lowerBound) to \(range.upperBound), or `none`.")
        }
        return number
    }
}

extension AccountSettings {
    /// For people.
    var lines: [String] {
        [
            "masking         \(masks ? "on" : "off")",
            "hidden words    \(maskWords.isEmpty ? "none" : maskWords.joined(separator: ", "))",
            "share URL       \(returnsShareURL ? "returned" : "not returned")",
            "API version     \(apiVersion.rawValue)",
            "operations      \(orderedOperations.map(\.rawValue).joined(separator: ", "))",
            "retention       \(retentionDays.map { "\($0) days" } ?? "as the server is configured")",
            "advertiser      \(criteria.advertiserName ?? "any")",
            "least font size \(criteria.minimumFontSize.map { "\($0) px" } ?? "any")",
            "least contrast  \(criteria.minimumContrast.map { "\($0)" } ?? "any")",
            "opt-in types    \(criteria.optInTypes.map { $0.map(\.rawValue).joined(separator: ", ") } ?? "any")",
            "retention limit \(retentionLimit) times a certificate",
        ]
    }
}
