public import SignetModel

/// What a consent language and its place must satisfy; nil is not asked.
public struct VerificationCriteria: Hashable, Sendable {
    /// Who must have been granted consent by name.
    public var advertiserName: String?
    /// In CSS pixels.
    public var minimumFontSize: Double?
    /// WCAG, 1 to 21.
    public var minimumContrast: Double?
    public var optInTypes: [ConsentLanguage.OptIn]?

    public init(
        advertiserName: String? = nil, minimumFontSize: Double? = nil, minimumContrast: Double? = nil,
        optInTypes: [ConsentLanguage.OptIn]? = nil
    ) {
        self.advertiserName = advertiserName
        self.minimumFontSize = minimumFontSize
        self.minimumContrast = minimumContrast
        self.optInTypes = optInTypes
    }

    /// These, and the others' where these ask nothing.
    public func orElse(_ others: VerificationCriteria) -> VerificationCriteria {
        VerificationCriteria(
            advertiserName: advertiserName ?? others.advertiserName,
            minimumFontSize: minimumFontSize ?? others.minimumFontSize,
            minimumContrast: minimumContrast ?? others.minimumContrast, optInTypes: optInTypes ?? others.optInTypes)
    }
}
