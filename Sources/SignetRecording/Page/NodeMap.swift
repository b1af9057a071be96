/// From rrweb's node ids, which a recorder counts up from 1, to places in ``LivePage``.
struct NodeMap: Sendable {
    /// Ids beyond this are not a recorder's; they must not make the list long.
    private static let denseLimit: Int32 = 1 << 20
    private var dense: [Int32] = []
    private var sparse: [Int32: Int32] = [:]

    subscript(_ id: Int32) -> Int32? {
        get {
            guard id >= 0, id < Self.denseLimit else { return sparse[id] }
            guard Int(id) < dense.count, dense[Int(id)] >= 0 else { return nil }
            return dense[Int(id)]
        }
        set {
            guard id >= 0, id < Self.denseLimit else {
                sparse[id] = newValue
                return
            }
            if Int(id) >= dense.count {
                guard newValue != nil else { return }
                dense.append(contentsOf: repeatElement(-1, count: max(Int(id) + 1 - dense.count, dense.count)))
            }
            dense[Int(id)] = newValue ?? -1
        }
    }

    mutating func removeAll() {
        dense.removeAll(keepingCapacity: true)
        sparse.removeAll()
    }
}
