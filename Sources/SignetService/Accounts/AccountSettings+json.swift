public import SignetModel
public import SignetStorage

extension AccountSettings {
    public var orderedOperations: [Operation] { Operation.allCases.filter(operations.contains) }

    /// Writes the settings as members of an object, under the names that `/v1/account` reads too.
    public func writeMembers(to json: inout JSONWriter) {
        json.key("masking")
        json.bool(masks)
        json.key("mask_words")
        json.strings(maskWords)
        json.key("returns_share_url")
        json.bool(returnsShareURL)
        json.key("api_version")
        json.string(apiVersion.rawValue)
        json.key("operations")
        json.array { json in for operation in orderedOperations { json.string(operation.rawValue) } }
        json.key("retention_days")
        json.optional(retentionDays) { $0.integer($1) }
        json.key("retention_limit")
        json.integer(retentionLimit)
        json.key("verification")
        json.object { criteria.writeMembers(to: &$0) }
    }

    /// These settings with what an account may choose itself replaced by an object's members.
    ///
    /// - Throws: a sentence that says which member is wrong; what only the operator may change is wrong too.
    public func changed(by value: JSONValue) throws(InvalidSetting) -> AccountSettings {
        guard let members = value.members else { throw InvalidSetting("The settings are an object.") }
        var settings = self
        for member in members {
            let name = member.key
            switch (name, member.value) {
            case ("masking", .bool(let masks)): settings.masks = masks
            case ("mask_words", .array(let words)):
                settings.maskWords = try words.map { word throws(InvalidSetting) in
                    guard let text = word.string else { throw InvalidSetting("mask_words is a list of texts.") }
                    return text
                }
            case ("returns_share_url", .bool(let returns)): settings.returnsShareURL = returns
            case ("api_version", .string(let name)):
                guard let version = APIVersion(rawValue: name) else {
                    throw InvalidSetting("api_version is 2.0, 3.0 or 4.0.")
                }
                settings.apiVersion = version
            case ("retention_days", .null): settings.retentionDays = nil
            case ("retention_days", .number(let number)):
                guard let days = number.integer else {
                    throw InvalidSetting("retention_days is a whole number or null.")
                }
                settings.retentionDays = Int(days)
            case ("verification", let value): settings.criteria = try VerificationCriteria(onlyMembers: value)
            case ("operations", _), ("retention_limit", _):
                throw InvalidSetting("\(name) is set by the server's operator, with `signet account set`.")
            case ("mask_words", _): throw InvalidSetting("mask_words is a list of texts.")
            case ("masking", _), ("returns_share_url", _):
                throw InvalidSetting("\(name) is true or false.")
            case ("api_version", _): throw InvalidSetting("api_version is 2.0, 3.0 or 4.0.")
            case ("retention_days", _): throw InvalidSetting("retention_days is a whole number or null.")
            default: throw InvalidSetting("There is no setting \(name).")
            }
        }
        return settings
    }

    /// A setting that cannot be, in a sentence.
    public struct InvalidSetting: Error, Equatable, CustomStringConvertible {
        public let description: String

        public init(_ description: String) { self.description = description }
    }
}
