import SignetModel

extension ReplayWriter {
    /// In the one shape that ``EventParser`` reads.
    func write(_ picture: CanvasPicture, to json: inout JSONWriter) {
        json.member("id", picture.node)
        json.member("type", Int32(0))
        json.key("commands")
        json.array { json in
            json.object { json in
                json.member("property", "clearRect")
                json.key("args")
                json.array { json in for number in [0, 0, picture.width, picture.height] { json.integer(number) } }
            }
            json.object { json in
                json.member("property", "drawImage")
                json.key("args")
                json.array { json in
                    writeBitmap(picture, to: &json)
                    json.integer(Int32(0))
                    json.integer(Int32(0))
                }
            }
        }
    }

    private func writeBitmap(_ picture: CanvasPicture, to json: inout JSONWriter) {
        json.object { json in
            json.member("rr_type", "ImageBitmap")
            json.key("args")
            json.array { json in
                json.object { json in
                    json.member("rr_type", "Blob")
                    json.member("type", picture.format.rawValue)
                    json.key("data")
                    json.array { json in
                        json.object { json in
                            json.member("rr_type", "ArrayBuffer")
                            json.member("base64", reader.string(picture.base64))
                        }
                    }
                }
            }
        }
    }
}
