package net.headscale.policy;

/// Why a policy was refused, and where.
///
/// @param line from 1; 0 when the fault has no one place
/// @param column from 1, in characters
/// @param message what is wrong, in the words of the hosted service where those are known
public record Rejection(int line, int column, String message) {
    /// `line 3, column 7: tag not found: "tag:x"`.
    @Override
    public String toString() {
        return line == 0 ? message : "line " + line + ", column " + column + ": " + message;
    }
}
