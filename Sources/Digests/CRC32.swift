internal import CZlib
package import Primitives

/// The CRC-32 that zip, PNG and Amazon's event stream check with (ISO 3309), by zlib.
package enum CRC32 {
    /// The checksum of `bytes`; of a longer text where they go on from one whose checksum is `before`.
    package static func of(_ bytes: ByteSlice, after before: UInt32 = 0) -> UInt32 {
        bytes.withUnsafeBytes { bytes in
            guard let start = bytes.bindMemory(to: UInt8.self).baseAddress else { return before }
            return UInt32(truncatingIfNeeded: crc32_z(UInt(before), start, bytes.count))
        }
    }
}
