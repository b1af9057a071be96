/// A node of the page as it stands at one moment of the recording. Links are places in ``LivePage``; -1 is none.
struct LiveNode: Sendable {
    enum Visibility: UInt8, Sendable {
        case inherited
        case hidden
        case visible
    }

    var recorded: Int32
    var parent: Int32 = -1
    var first: Int32 = -1
    var last: Int32 = -1
    var next: Int32 = -1
    var previous: Int32 = -1
    var kind: NodeKind
    var element: ElementKind
    var input: InputType = .text
    var isHidden = false
    var isDisplayNone = false
    var isEditable = false
    var visibility: Visibility = .inherited
    var text: Slice
    var placeholder: Slice = .absent
    var value: Slice = .absent

    /// Neither it nor anything in it is shown.
    var isCut: Bool { isHidden || isDisplayNone }
}
