import Foundation
import JSONText
import Primitives
import TestKit

/// Recorded usage with its exact price, which lies beside the project and is not part of it.
enum Vectors {
    static func bytes(_ file: String) throws -> Bytes {
        try Fixtures.bytes("../vectors/\(file)")
    }

    /// What one provider's reading of a case must cost.
    struct Expected {
        let provider: String
        let flavor: String
        let input: String?
        let output: String?
    }

    struct Case {
        let number: Int
        let model: String
        let body: JSONValue
        let expected: [Expected]
    }

    static func cases() throws -> [Case] {
        let document = try JSONDocument.parse(bytes("usage-prices.json"))
        return document.root["cases"]?.elements.enumerated().map { number, entry in
            Case(
                number: number, model: entry["model"]?.string ?? "", body: entry["body"] ?? entry,
                expected: entry["expected"]?.elements.map {
                    Expected(
                        provider: $0["provider"]?.string ?? "", flavor: $0["flavor"]?.string ?? "", input: $0["input_usd"]?.string,
                        output: $0["output_usd"]?.string)
                } ?? [])
        } ?? []
    }
}
