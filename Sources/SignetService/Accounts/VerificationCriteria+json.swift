public import SignetModel
public import SignetStorage

extension VerificationCriteria {
    public static let maximumNameLength = 1_000

    private static let memberNames: Set = [
        "advertiser_name", "min_font_size_px_required", "min_contrast_ratio_required", "opt_in_types_allowed",
    ]

    /// The same, of an object that has no other members.
    public init(onlyMembers value: JSONValue) throws(AccountSettings.InvalidSetting) {
        if let other = value.members?.first(where: { !Self.memberNames.contains($0.key) }) {
            throw .init("There is no criterion \(other.key).")
        }
        try self.init(members: value)
    }

    /// From an object's members, named as the certificate API names them; others are none of ours.
    public init(members value: JSONValue) throws(AccountSettings.InvalidSetting) {
        guard case .object = value else { throw .init("Criteria are an object.") }
        self.init()
        switch value["advertiser_name"] {
        case nil, .null?: break
        case .string(let name)? where !name.isEmpty && name.unicodeScalars.count <= Self.maximumNameLength:
            advertiserName = name
        default: throw .init("advertiser_name is a text of at most \(Self.maximumNameLength) characters.")
        }
        minimumFontSize = try Self.number("min_font_size_px_required", in: value, 0...1_000)
        minimumContrast = try Self.number("min_contrast_ratio_required", in: value, 1...21)
        switch value["opt_in_types_allowed"] {
        case nil, .null?: break
        case .array(let names)?:
            optInTypes = []
            for name in names {
                guard let type = name.string.flatMap(ConsentLanguage.OptIn.init(rawValue:)) else {
                    throw .init("opt_in_types_allowed lists manual, pre-selected, non-interactive.")
                }
                if optInTypes?.contains(type) == false { optInTypes?.append(type) }
            }
        default: throw .init("opt_in_types_allowed is a list.")
        }
    }

    private static func number(
        _ name: String, in value: JSONValue, _ range: ClosedRange<Double>
    ) throws(AccountSettings.InvalidSetting) -> Double? {
        switch value[name] {
        case nil, .null?: return nil
        case .number(let number)? where range.contains(number.value): return number.value
        default: throw .init("\(name) is a number from \(Int(range.lowerBound)) to \(Int(range.upperBound)).")
        }
    }

    /// Writes what is asked, as members of an object.
    public func writeMembers(to json: inout JSONWriter) {
        if let advertiserName {
            json.key("advertiser_name")
            json.string(advertiserName)
        }
        if let minimumContrast {
            json.key("min_contrast_ratio_required")
            json.number(minimumContrast)
        }
        if let minimumFontSize {
            json.key("min_font_size_px_required")
            json.number(minimumFontSize)
        }
        if let optInTypes {
            json.key("opt_in_types_allowed")
            json.array { json in for type in optInTypes { json.string(type.rawValue) } }
        }
    }
}
