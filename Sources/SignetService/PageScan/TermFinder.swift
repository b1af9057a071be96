/// Finds many terms in one pass over a text: an automaton after Aho and Corasick (1975) that knows every segment, and for each
/// term the segment that it waits for.
///
/// A term takes each of its segments where it first ends, which finds the term wherever it is. Only segments that some term
/// waits for are looked at, so that a text full of the others costs nothing: the time is the text's length, plus the
/// automaton's size for each segment found.
struct TermFinder {
    private typealias State = UInt16

    private struct Term {
        /// The states in which its segments end.
        let ends: [State]
        /// Of the segment that it waits for.
        var position = 0
        /// Where the segment before ended.
        var start = 0

        var isFound: Bool { position == ends.count }
    }

    private static let root: State = 0

    /// Of each byte; bytes that no segment has are all alike.
    private var classes = [UInt8](repeating: 0, count: 256)
    private var classCount = 1
    /// By state and class.
    private var next: [State]
    /// The state of the longest proper suffix.
    private var suffix: [State]
    private var depth: [Int]
    /// States by depth.
    private var order: [State] = []
    private var terms: [Term]
    /// The terms that wait for the segment that ends in a state.
    private var waiting: [[Int]]
    /// For each state the longest of its suffixes, itself included, that somebody waits for; or the root.
    private var awaited: [State]

    /// - Parameter terms: the segments of each, none of them empty, with together fewer than 65,536 bytes.
    init(_ terms: [[[UInt8]]]) {
        for byte in terms.joined().joined() where classes[Int(byte)] == 0 {
            classes[Int(byte)] = UInt8(classCount)
            classCount += 1
        }
        next = [State](repeating: Self.root, count: classCount)
        depth = [0]
        self.terms = []
        suffix = []
        waiting = []
        awaited = []
        for segments in terms { self.terms.append(Term(ends: segments.map { insert($0) })) }
        suffix = [State](repeating: Self.root, count: depth.count)
        complete()
        waiting = Array(repeating: [], count: depth.count)
        awaited = suffix
        for (number, term) in self.terms.enumerated() { term.ends.first.map { waiting[Int($0)].append(number) } }
        link()
    }

    private mutating func insert(_ segment: [UInt8]) -> State {
        var state = Self.root
        for byte in segment {
            let place = Int(state) * classCount + Int(classes[Int(byte)])
            if next[place] == Self.root {
                next[place] = State(depth.count)
                depth.append(depth[Int(state)] + 1)
                next.append(contentsOf: repeatElement(Self.root, count: classCount))
            }
            state = next[place]
        }
        return state
    }

    /// Gives every state a successor for every class, breadth first.
    private mutating func complete() {
        order = [Self.root]
        var index = 0
        while index < order.count {
            let state = Int(order[index])
            index += 1
            for byteClass in 0..<classCount {
                let child = next[state * classCount + byteClass]
                let detour = state == 0 ? Self.root : next[Int(suffix[state]) * classCount + byteClass]
                if child == Self.root {
                    next[state * classCount + byteClass] = detour
                } else {
                    suffix[Int(child)] = detour
                    order.append(child)
                }
            }
        }
    }

    private mutating func link() {
        for state in order.dropFirst() {
            awaited[Int(state)] = waiting[Int(state)].isEmpty ? awaited[Int(suffix[Int(state)])] : state
        }
    }

    /// For each term whether the text has it.
    mutating func find(in text: [UInt8]) -> [Bool] {
        var missing = terms.count { !$0.isFound }
        var index = 0
        var state = Self.root
        while missing > 0, index < text.count {
            (index, state) = advance(through: text, from: index, in: state)
            if awaited[Int(state)] != Self.root { missing -= take(state, endingAt: index) }
        }
        return terms.map(\.isFound)
    }

    /// Reads on until somebody waits for what was read, or to the end.
    private func advance(through text: [UInt8], from start: Int, in state: State) -> (Int, State) {
        var index = start
        var state = state
        let width = classCount
        text.withUnsafeBufferPointer { text in
            classes.withUnsafeBufferPointer { classes in
                next.withUnsafeBufferPointer { next in
                    awaited.withUnsafeBufferPointer { awaited in
                        while index < text.count {
                            state = next[Int(state) * width + Int(classes[Int(text[index])])]
                            index += 1
                            if awaited[Int(state)] != Self.root { return }
                        }
                    }
                }
            }
        }
        return (index, state)
    }

    /// Moves the terms on that wait for a segment that ends here. Returns how many of them are found by that.
    private mutating func take(_ state: State, endingAt index: Int) -> Int {
        var found = 0
        var moved: [Int] = []
        var end = awaited[Int(state)]
        while end != Self.root {
            let start = index - depth[Int(end)]
            waiting[Int(end)].removeAll { number in
                guard start >= terms[number].start else { return false }
                moved.append(number)
                return true
            }
            end = awaited[Int(suffix[Int(end)])]
        }
        for number in moved {
            terms[number].position += 1
            terms[number].start = index
            if terms[number].isFound {
                found += 1
            } else {
                waiting[Int(terms[number].ends[terms[number].position])].append(number)
            }
        }
        if !moved.isEmpty { link() }
        return found
    }
}
