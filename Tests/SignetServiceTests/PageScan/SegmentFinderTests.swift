import Testing

@testable import SignetService

struct SegmentFinderTests {
    @Test(arguments: [
        ("agree", "i agree to agree", 0, 7), ("agree", "i agree to agree", 3, 16),
        ("agree", "i agree to agree", 12, nil), ("aab", "aaaab", 0, 5), ("abab", "abacabab", 0, 8),
        ("aabaaab", "aabaabaaab", 0, 10), ("aa", "aaaa", 1, 3),
        ("a", "a", 0, 1), ("ab", "a", 0, nil), ("a", "", 0, nil), ("abc", "abdabx", 0, nil),
    ])
    func `a text is found where it first ends`(segment: String, text: String, start: Int, end: Int?) {
        #expect(SegmentFinder(Array(segment.utf8)).end(in: Array(text.utf8), from: start) == end)
    }
}
