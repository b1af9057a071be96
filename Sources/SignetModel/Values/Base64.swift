/// Base64 with padding (RFC 4648, section 4), as `data:` URIs have it.
package enum Base64 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    package static func encode(_ bytes: [UInt8]) -> [UInt8] {
        let length = (bytes.count + 2) / 3 * 4
        return [UInt8](unsafeUninitializedCapacity: length) { text, count in
            alphabet.withUnsafeBufferPointer { alphabet in
                var index = 0
                while index < bytes.count {
                    let left = bytes.count - index
                    let group =
                        UInt32(bytes[index]) << 16 | UInt32(left > 1 ? bytes[index + 1] : 0) << 8
                        | UInt32(left > 2 ? bytes[index + 2] : 0)
                    for place in 0..<4 {
                        text[count + place] =
                            place > left ? UInt8(ascii: "=") : alphabet[Int(group >> UInt32(18 - 6 * place) & 63)]
                    }
                    index += 3
                    count += 4
                }
            }
        }
    }
}
