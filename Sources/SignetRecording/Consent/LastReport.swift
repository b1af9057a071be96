/// What the page last reported of something before the first submission, and the choices that were made since.
struct LastReport {
    private(set) var range: Range<Int32>?
    /// Whether a control was selected, by its node.
    private(set) var choices: [Int32: Bool] = [:]

    mutating func note(_ new: Range<Int32>, isSubmitted: Bool) {
        // What follows a submission is another step or a page of thanks, unless nothing was known before.
        guard !isSubmitted || range == nil else { return }
        range = new
        choices = [:]
    }

    /// Choices before any report are in the report.
    mutating func note(_ control: Int32, isChecked: Bool, isSubmitted: Bool) {
        if !isSubmitted, range != nil { choices[control] = isChecked }
    }
}
