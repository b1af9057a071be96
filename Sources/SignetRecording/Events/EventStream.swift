/// The typed model of a recording: its events in the order they were sent, and the lists they refer to.
///
/// Everything is a number or a place in the archive, so the model is a fraction of the recording's size, and whatever
/// it has no type for is not in it: a hostile event can at worst be a strange one of the known kinds.
struct EventStream: Sendable {
    var events: [Event] = []
    var nodes: [RecordedNode] = []
    var attributes: [RecordedAttribute] = []
    var styles: [StyleEntry] = []
    var texts: [TextChange] = []
    var attributeChanges: [AttributeChange] = []
    var removals: [Removal] = []
    var additions: [Addition] = []
    var moves: [PointerMove] = []
    var rules: [RuleChange] = []
    /// Places of rules, and ids of adopted sheets.
    var integers: [Int32] = []
    var sheets: [AdoptedSheet] = []
    var pictures: [CanvasPicture] = []
    var pages: [PageReport] = []
    var fields: [FieldReport] = []
    var tags: [TagReport] = []
    var consents: [ConsentReport] = []
    var values: [ValueReport] = []
    var assets: [AssetReport] = []
    /// Batches that hold something other than a JSON array of objects.
    var brokenBatches = 0
}

extension Array {
    subscript(_ range: Range<Int32>) -> ArraySlice<Element> {
        self[Int(range.lowerBound)..<Int(range.upperBound)]
    }

    var count32: Int32 { Int32(count) }
}
