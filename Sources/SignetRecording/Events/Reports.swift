import SignetModel

/// `signet.page`: what the page says of itself.
struct PageReport: Sendable {
    var title: Slice = .absent
    var isFramed: Bool?
    var parent: Slice = .absent
    var topOrigin: Slice = .absent
    var identifier: Slice = .absent
    var tagged = false
    var hints: BrowserHints?
}

/// `signet.signals`: running totals.
struct Signals: Sendable {
    var isWebDriver = false
    var untrusted: Int32 = 0
    var pointer: Int32 = 0
    var keys: Int32 = 0
    var touches: Int32 = 0
    var hiddenFills: Int32 = 0
    var firstInput: Int32?
}

/// `signet.field`: a stretch of input.
struct FieldReport: Sendable {
    var node: Int32 = 0
    var name: Slice = .absent
    var label: Slice = .absent
    var type: Slice = .absent
    var method: InputMethod?
    var keystrokes: Int32 = 0
    var typingMilliseconds: Int32 = 0
    var length: Int32 = 0
}

/// An element of `signet.tags`.
struct TagReport: Sendable {
    var node: Int32 = 0
    var role: Slice = .absent
    var text: Slice = .absent
    /// Nil for what is no checkbox or radio button.
    var isChecked: Bool?
    /// The element tagged as the offer that it stands in.
    var offer: Int32?
}

/// A language of `signet.consent`.
struct ConsentReport: Sendable {
    var node: Int32 = 0
    var text: Slice = .absent
    var source: ConsentLanguage.Source = .page
    var isVisible = true
    var fontSize: Double?
    var contrast: Double?
    var control: Int32?
    var optIn: ConsentLanguage.OptIn = .nonInteractive
    var isChecked: Bool?
}

/// `signet.submit`.
struct SubmitReport: Sendable {
    var evidence: Submission.Evidence?
    var form: Int32?
    var control: Int32?
    var isTrusted = true
}

/// A value of `signet.values`.
struct ValueReport: Sendable {
    var node: Int32 = 0
    var name: Slice = .absent
    var label: Slice = .absent
    var type: Slice = .absent
    var value: Slice = .absent
}

/// `signet.asset`: which bytes the page got from an address.
struct AssetReport: Sendable {
    var address: Slice = .absent
    var digest: Slice = .absent
}
