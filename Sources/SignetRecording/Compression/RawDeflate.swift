import CZlib

/// Raw DEFLATE (RFC 1951) as browsers' `CompressionStream("deflate-raw")` makes it.
enum RawDeflate {
    enum Failure: Error {
        case broken
        case tooLong
    }

    /// Appends what `input` holds to `output`, which grows by `limit` bytes at most; on failure it is as it was.
    static func inflate(_ input: [UInt8], into output: inout [UInt8], limit: Int) throws(Failure) {
        var stream = z_stream()
        guard inflateInit2_(&stream, -MAX_WBITS, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
            throw .broken
        }
        defer { inflateEnd(&stream) }
        let start = output.count
        var room = min(limit, max(16_384, input.count * 6))
        let status = input.withUnsafeBufferPointer { source in
            stream.next_in = UnsafeMutablePointer(mutating: source.baseAddress)
            stream.avail_in = UInt32(source.count)
            return fill(&output, from: &stream, start: start, room: &room, limit: limit)
        }
        guard status != Z_STREAM_END else { return }
        output.removeLast(output.count - start)
        throw status == Z_BUF_ERROR && room >= limit ? .tooLong : .broken
    }

    /// Inflates piece by piece; the room for the next piece never goes beyond the limit, whatever the stream claims.
    private static func fill(
        _ output: inout [UInt8], from stream: inout z_stream, start: Int, room: inout Int, limit: Int
    ) -> Int32 {
        var status = Z_OK
        while status == Z_OK || status == Z_BUF_ERROR {
            let written = output.count - start
            status = output.appendUninitialized(room - written) { target in
                stream.next_out = target.baseAddress
                stream.avail_out = UInt32(target.count)
                let result = CZlib.inflate(&stream, Z_FINISH)
                return (result, target.count - Int(stream.avail_out))
            }
            guard status == Z_OK || status == Z_BUF_ERROR, stream.avail_out == 0, room < limit else { break }
            room = min(limit, room * 2)
        }
        return status
    }
}

extension [UInt8] {
    /// Grows by up to `count` bytes that `body` writes; it answers a result and how many it wrote.
    mutating func appendUninitialized<Result>(
        _ count: Int, _ body: (UnsafeMutableBufferPointer<UInt8>) -> (Result, Int)
    ) -> Result {
        var result: Result?
        let piece = [UInt8](unsafeUninitializedCapacity: count) { buffer, written in
            (result, written) = body(buffer)
        }
        append(contentsOf: piece)
        guard let result else { preconditionFailure("the initializer runs its closure once") }
        return result
    }
}
