import SignetModel
import Testing

struct RandomBytesTests {
    @Test(arguments: [0, 1, 7, 8, 9, 32])
    func `as many bytes are made as are asked for`(count: Int) {
        #expect(RandomBytes.make(count).count == count)
    }

    @Test func `every byte takes every value`() {
        var seen = [Set<UInt8>](repeating: [], count: 12)
        for _ in 0..<5_000 { for (place, byte) in RandomBytes.make(12).enumerated() { seen[place].insert(byte) } }
        #expect(seen.allSatisfy { $0.count == 256 })
    }
}
