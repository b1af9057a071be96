import ArgumentParser
import Configuration
import SignetModel
import SystemPackage

/// Values that no flag gave: from SIGNET_… in the environment, else from the configuration file.
struct Settings {
    private let reader: ConfigReader

    /// - Parameter file: a JSON file whose keys are the flags' names; nil for the one in SIGNET_CONFIG, if any.
    init(file: String?) async throws {
        let environment = EnvironmentVariablesProvider().prefixKeys(with: "signet")
        let environmentReader = ConfigReader(provider: environment)
        guard let path = file ?? environmentReader.string(forKey: "config") else {
            reader = environmentReader
            return
        }
        do {
            let contents: FileProvider<JSONSnapshot> = try await FileProvider(filePath: FilePath(path))
            reader = ConfigReader(providers: [environment, contents])
        } catch {
            throw ValidationError("the configuration file \(path) cannot be read: \(error)")
        }
    }

    func string(_ name: String, flag: String?) -> String? {
        flag ?? reader.string(forKey: ConfigKey([name]))
    }

    func int(_ name: String, flag: Int?) throws -> Int? {
        if let flag { return flag }
        guard let text = reader.string(forKey: ConfigKey([name])) else {
            return reader.int(forKey: ConfigKey([name]))
        }
        guard let number = Int(text) else { throw ValidationError("\(name) must be a number, not \"\(text)\"") }
        return number
    }

    /// A list; in the environment separated by commas.
    func list(_ name: String, flags: [String]) -> [String] {
        flags.isEmpty ? reader.stringArray(forKey: ConfigKey([name])) ?? [] : flags
    }

    /// A list of addresses and networks.
    func ranges(_ name: String, flags: [String]) throws -> [AddressRange] {
        try list(name, flags: flags).map { text in
            guard let range = AddressRange(text) else {
                throw ValidationError("--\(name) takes addresses or CIDR ranges, not \"\(text)\"")
            }
            return range
        }
    }

    func bool(_ name: String, flag: Bool) -> Bool {
        flag || reader.bool(forKey: ConfigKey([name])) == true
    }
}
