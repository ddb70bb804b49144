/// The version that `--version`, `status` and the `user-agent` field tell.
package enum Version {
    package static let text = "0.1.0"
}
