import SignetModel
import SignetService

/// A file of retentions: CSV (RFC 4180), or a JSON object a line.
enum RetentionExport: String, Sendable {
    case csv
    case jsonl

    var mediaType: String {
        switch self {
        case .csv: "text/csv; charset=utf-8; header=present"
        case .jsonl: "application/jsonl"
        }
    }

    var head: [UInt8] {
        switch self {
        case .csv: Array((RetentionRow.columnNames.joined(separator: ",") + "\r\n").utf8)
        case .jsonl: []
        }
    }

    func line(_ row: RetentionRow) -> [UInt8] {
        switch self {
        case .csv:
            let cells = row.values.map(Self.cell)
            return Array((cells.joined(separator: ",") + "\r\n").utf8)
        case .jsonl:
            var json = JSONWriter()
            row.write(to: &json)
            return json.bytes + [UInt8(ascii: "\n")]
        }
    }

    private static func cell(_ value: RetentionRow.Value) -> String {
        switch value {
        case .bool(let value): value ? "true" : "false"
        case .text(nil): ""
        case .text(let text?): quoted(text)
        }
    }

    /// Quoted where it must be. What a spreadsheet would take for a formula begins with an apostrophe instead.
    private static func quoted(_ text: String) -> String {
        let isFormula = text.unicodeScalars.first.map { "=+-@\t\r".unicodeScalars.contains($0) } ?? false
        let text = isFormula ? "'" + text : text
        guard text.unicodeScalars.contains(where: { ",\"\r\n".unicodeScalars.contains($0) }) else { return text }
        return "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }
}
