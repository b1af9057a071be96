import ArgumentParser
import SignetModel
import SignetService

/// Measures a page scan of the largest text there can be.
struct ScanCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scan",
        abstract: "Measures page scans, of a certificate and of its masked copy, in lines of a Markdown table.")

    private static let words = [
        "insurance", "quote", "agree", "call", "consent", "home", "roof", "number", "offer", "text", "partner", "the",
        "of", "and", "to",
    ]
    /// What one of 32 words is, as on pages.
    private static let others = [
        "1,500", "don't", "rate.", "información", "años", "(optional)", "24/7", "1-800-555-0199", "www.partner.example",
        "A+",
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
        let redactor = OriginRedactor(hosts: ["quotes.example"].compactMap { Domain($0) })
        report("scan 5 MB of page text for 50 terms with wildcards") { _ = scan.result(in: text) }
        report("the same on a masked certificate") { _ = scan.result(in: redactor.redact(text)) }
    }

    private func report(_ title: String, _ work: () -> Void) {
        let times = (0..<rounds).map { _ in ContinuousClock().measure(work) }.sorted()
        let milliseconds = times[rounds / 2] / .milliseconds(1)
        print("| \(title) | \(Int(milliseconds)) ms | | | ≤ 50 ms | \(milliseconds <= 50 ? "met" : "MISSED") |")
    }

    private func text(bytes: Int) -> String {
        var generator = SplitMix64(state: 7)
        var text = ""
        while text.utf8.count < bytes {
            let list = generator.next() >> 59 == 0 ? Self.others : Self.words
            text += list[Int(generator.next() >> 33) % list.count]
            text += " "
        }
        return text
    }
}
