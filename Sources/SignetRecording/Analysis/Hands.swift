/// Signs, in rrweb's own events, that somebody was there before the submission.
struct Hands {
    private(set) var moves = 0
    private(set) var presses = 0
    private(set) var touches = 0
    private(set) var inputs = 0

    mutating func note(_ body: EventBody, beforeSubmission: Bool) {
        guard beforeSubmission else { return }
        switch body {
        case .pointerMoves(_, .touch): touches += 1
        case .pointerMoves: moves += 1
        case .pointer(let action) where action.isTouch: touches += 1
        // Focus and blur come from scripts as well.
        case .pointer(let action) where action.kind <= 4: presses += 1
        case .input(_, _, _, let isByUser) where isByUser != false: inputs += 1
        default: break
        }
    }
}
