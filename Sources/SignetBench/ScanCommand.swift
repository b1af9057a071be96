import ArgumentParser
import SignetService

/// Measures a page scan of the largest text there can be.
struct ScanCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scan", abstract: "Measures a page scan, in a line of a Markdown table.")

    private static let words = [
        "insurance", "quote", "agree", "call", "consent", "home", "roof", "number", "offer", "text", "partner", "the",
        "of",
        "and", "to",
    ]

    @Option(help: "Rounds, of which the median counts.") var rounds = 5

    func run() throws {
        let text = text(bytes: 5_000_000)
        // None is found, so that nothing ends the search early.
        let terms = (0..<50).map { number in
            let words = [1, 7, 3].map { Self.words[number * $0 % Self.words.count] }
            return ScanTerm("\(words[0]) {{*}} \(words[1]) \(words[2]) never\(number)")
        }
        let scan = try PageScan(required: terms, forbidden: [])
        let times = (0..<rounds).map { _ in ContinuousClock().measure { _ = scan.result(in: text) } }.sorted()
        let milliseconds = Double(times[rounds / 2].components.attoseconds) / 1e15
        print(
            "| scan 5 MB of page text for 50 terms with wildcards | \(Int(milliseconds)) ms | | | ≤ 50 ms | "
                + "\(milliseconds <= 50 ? "met" : "MISSED") |")
    }

    private func text(bytes: Int) -> String {
        var generator = SplitMix64(state: 7)
        var text = ""
        while text.utf8.count < bytes {
            text += Self.words[Int(generator.next() >> 33) % Self.words.count]
            text += " "
        }
        return text
    }
}
