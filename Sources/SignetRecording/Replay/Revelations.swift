import SignetModel

/// Which input events may show what was submitted.
///
/// Only the last masked event of a field before its values were reported: that is when the field held them. What it held
/// before is not known, and stays asterisks.
enum Revelations {
    static func find(in stream: EventStream, reader: SliceReader) -> [Int: String] {
        var lastEvent: [Int32: Int] = [:]
        var found: [Int: String] = [:]
        for (index, event) in stream.events.enumerated() {
            switch event.body {
            case .input(let node, let text, _, _) where text.isPresent:
                lastEvent[node] = Inputs.isMasked(reader.text(text)) ? index : nil
            case .values(let range):
                for report in stream.values[range] {
                    if let index = lastEvent[report.node] { found[index] = reader.string(report.value) }
                }
            default: break
            }
        }
        return found
    }
}
