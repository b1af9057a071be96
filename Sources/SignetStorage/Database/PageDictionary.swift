public import SignetModel

/// What the database knows of a dictionary that evidence of one page is compressed against.
public struct PageDictionary: Hashable, Sendable {
    /// Seals refer to it by this; 0 before it is stored.
    public var number: Int
    /// The keyed code of the page.
    public var page: [UInt8]
    /// Of the secret that its key derives from.
    public var secretVersion: UInt8
    /// The name of the evidence object that holds it.
    public var object: String
    public var madeAt: Timestamp
    /// A recording that packs to more than this part of its size is served badly.
    public var poorAbove: Double

    public init(
        number: Int = 0, page: [UInt8], secretVersion: UInt8, object: String, madeAt: Timestamp, poorAbove: Double
    ) {
        self.number = number
        self.page = page
        self.secretVersion = secretVersion
        self.object = object
        self.madeAt = madeAt
        self.poorAbove = poorAbove
    }
}

/// A page's dictionaries, as sealing needs to know them.
public struct PageDictionaries: Hashable, Sendable {
    public var newest: PageDictionary?
    public var count: Int
    /// Certificates that wait to be material of the next.
    public var sampleCount: Int

    public init(newest: PageDictionary?, count: Int, sampleCount: Int) {
        self.newest = newest
        self.count = count
        self.sampleCount = sampleCount
    }
}

/// What the database knows of pages' dictionaries.
public protocol DictionaryDatabase: Sendable {
    func dictionary(_ number: Int) async throws -> PageDictionary?
    func dictionaries(ofPage page: [UInt8]) async throws -> PageDictionaries
    /// The certificates that wait to be material of the page's next dictionary, newest first.
    func dictionarySamples(ofPage page: [UInt8], limit: Int) async throws -> [SealedCertificate]
    /// Adds a dictionary, and forgets the page's samples.
    /// - Returns: its number.
    func addDictionary(_ dictionary: PageDictionary) async throws -> Int
    /// Removes dictionaries made before `moment` that no sealed certificate refers to; their objects are then removed ones.
    func removeUnusedDictionaries(madeBefore moment: Timestamp) async throws
    /// The names of objects that nothing refers to any more and that may still be there.
    func removedObjects() async throws -> [String]
    func forgetRemovedObject(_ name: String) async throws
}
