import SignetModel
import Testing

@testable import SignetServer

@Suite("Words for codes and numbers")
struct PageWordsTests {
    @Test(
        "never make a measure look better than it is",
        arguments: [(14.0, "14 px"), (13.333, "13.3 px"), (11.99, "11.9 px"), (4.49, "4.4 px"), (.nan, "0 px")])
    func pixels(_ size: Double, _ words: String) {
        #expect(PageWords.pixels(size) == words)
    }

    @Test("tell a rate in whole numbers", arguments: [(36.5, "37"), (36.4, "36"), (.infinity, "1000000000")])
    func rate(_ rate: Double, _ words: String) {
        #expect(PageWords.perMinute(rate) == words)
    }

    @Test("tell how a submission is known", arguments: Submission.Evidence.allCases)
    func submission(_ evidence: Submission.Evidence) {
        #expect(PageWords.submission(evidence).hasPrefix("Yes"))
        #expect(PageWords.submission(nil) == "No submission was seen")
    }

    @Test("start with a capital and list every input method")
    func inputMethods() {
        #expect(PageWords.inputMethods([.autofill, .typing]) == "Autofill, typing")
        #expect(PageWords.inputMethods([]) == "Nothing was entered")
    }

    @Test("say of every truncation that the recording is incomplete", arguments: ["mutations", "size", "gap", "error"])
    func truncation(_ code: String) {
        #expect(PageWords.truncation(code).hasPrefix("The recording is incomplete: "))
    }
}
