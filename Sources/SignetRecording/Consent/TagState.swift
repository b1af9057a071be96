import SignetModel

/// The elements that the publisher tagged, as they stood at the first submission, or at the end where there was none.
struct TagState {
    private static let limit = 500
    private static let maximumLength = 1_000

    var report = LastReport()
    /// The node tagged as the offer that was submitted.
    private var submittedOffer: Int32?

    /// - Parameter control: what submitted the form, or the form itself.
    mutating func submitted(from control: Int32?, on page: LivePage, _ stream: EventStream) {
        guard let range = report.range, let control else { return }
        let offers = Set(stream.tags[range].compactMap(\.offer))
        var place = page.place(of: control) ?? -1
        while place >= 0 {
            let id = page.id(of: place)
            if offers.contains(id) {
                submittedOffer = id
                return
            }
            place = page.nodes[Int(place)].parent
        }
    }

    /// Nil where the page's script was not told to heed tags.
    func tags(_ stream: EventStream, reader: SliceReader) -> ConsentTags? {
        guard stream.pages.first?.tagged == true else { return nil }
        guard let range = report.range else { return ConsentTags() }
        var offers: [Int32] = []
        let elements = stream.tags[range].prefix(Self.limit).map { tag in
            if let offer = tag.offer, !offers.contains(offer) { offers.append(offer) }
            return ConsentTags.Element(
                role: String(reader.string(tag.role).prefix(100)),
                text: String(reader.string(tag.text).foldingWhiteSpace.prefix(Self.maximumLength)),
                isSelected: tag.isChecked.map { report.choices[tag.node] ?? $0 },
                offer: tag.offer.flatMap(offers.firstIndex).map { $0 + 1 } ?? 0)
        }
        return ConsentTags(
            elements: elements, submittedOffer: submittedOffer.flatMap(offers.firstIndex).map { $0 + 1 })
    }
}
