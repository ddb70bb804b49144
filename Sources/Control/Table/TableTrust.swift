internal import Exchange
internal import Routing

/// What a table is held to before it is taken into use, besides its signature: that it is no old one.
enum TableTrust {
    /// Why a table with this serial must not follow the accepted one; nil where it may.
    static func flaw(ofSerial serial: Int?, revision: Revision, after accepted: Accepted?) -> String? {
        guard let accepted, let last = accepted.serial, revision.digest != accepted.digest else { return nil }
        let remedy = "; to go back all the same run \"shunt reload --allow-older\""
        guard let serial else { return "it has no serial, and the accepted table before it has \(last)\(remedy)" }
        if serial < last { return "its serial \(serial) is older than \(last), which was accepted before\(remedy)" }
        if serial == last { return "it has the serial \(last) of the accepted table, and another content: give each state its own number\(remedy)" }
        return nil
    }

    /// What is remembered of the table that was accepted last.
    typealias Accepted = KeptTable.Trusted
}
