/// One thing that happened, as the typed model holds it. Lists of any length lie in ``EventStream``.
struct Event: Sendable {
    /// By the page's clock, in milliseconds.
    var at: Int64
    /// The place of its batch among the recording's batches.
    var batch: Int32
    var body: EventBody
}

enum EventBody: Sendable {
    case contentLoaded
    case loaded
    case meta(address: Slice, width: Int32, height: Int32)
    case snapshot(node: Int32, left: Float, top: Float)
    case mutation(Mutation)
    case pointerMoves(Range<Int32>, PointerSource)
    case pointer(PointerAction)
    case scroll(node: Int32, x: Float, y: Float)
    case resize(width: Int32, height: Int32)
    case input(node: Int32, text: Slice, isChecked: Bool, isByUser: Bool?)
    case rules(node: Int32, styleID: Int32, changes: Range<Int32>)
    case declaration(StyleDeclaration)
    case adoptedSheets(node: Int32, ids: Range<Int32>, sheets: Range<Int32>)
    case canvas(Int32)
    // Signet's own.
    case page(Int32)
    case signals(Signals)
    case field(Int32)
    case tags(Range<Int32>)
    case consent(Range<Int32>)
    case optIn(node: Int32, isChecked: Bool)
    case sensitive(form: Int32, content: Int32)
    case submit(SubmitReport)
    case values(Range<Int32>)
    case asset(Int32)
    case truncated(Slice)
    case ended(Slice)
}

/// rrweb's `IncrementalSource`, as far as it says how a pointer moved.
enum PointerSource: UInt8, Sendable {
    case mouse = 1
    case touch = 6
    case drag = 12
}

struct Mutation: Sendable {
    var texts: Range<Int32>
    var attributes: Range<Int32>
    var removals: Range<Int32>
    var additions: Range<Int32>
}

struct TextChange: Sendable {
    var node: Int32
    /// Absent: null.
    var text: Slice
}

struct AttributeChange: Sendable {
    var node: Int32
    var attributes: Range<Int32>
}

struct Removal: Sendable {
    var parent: Int32
    var node: Int32
    var isShadow: Bool
}

struct Addition: Sendable {
    var parent: Int32
    /// 0: last.
    var next: Int32
    /// Index into the list of all nodes.
    var node: Int32
}

struct PointerMove: Sendable {
    var x: Float
    var y: Float
    var node: Int32
    /// Before the event, in milliseconds; never positive.
    var timeOffset: Int32
}

struct PointerAction: Sendable {
    /// rrweb's `MouseInteractions`, 0 to 10.
    var kind: UInt8
    /// rrweb's `PointerTypes`: 0 mouse, 1 pen, 2 touch.
    var pointer: UInt8?
    var node: Int32
    var x: Float?
    var y: Float?

    static let click: UInt8 = 2
    var isClick: Bool { kind == Self.click }
    var isTouch: Bool { (7...10).contains(kind) || pointer == 2 }
}

struct RuleChange: Sendable {
    /// Absent: the rule at the place is removed.
    var rule: Slice
    /// A place, or a path of places through nested rules. Empty: last.
    var path: Range<Int32>
}

struct StyleDeclaration: Sendable {
    var node: Int32
    var styleID: Int32
    var path: Range<Int32>
    var property: Slice
    /// Absent: removed.
    var value: Slice
    var isImportant: Bool
}

struct AdoptedSheet: Sendable {
    var styleID: Int32
    var rules: Range<Int32>
}
