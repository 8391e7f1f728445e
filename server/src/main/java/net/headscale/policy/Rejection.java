package net.headscale.policy;

/// Why a policy was refused, and where.
///
/// @param line from 1; 0 when the fault has no one place
/// @param column from 1, in characters
/// @param message what is wrong, in the words of the hosted service where those are known
/// @param advice what would be right; empty where the message says it
public record Rejection(int line, int column, String message, String advice) {
    /// `line 3, column 7: tag not found: "tag:x" (a tag must be …)`.
    @Override
    public String toString() {
        String place = line == 0 ? "" : "line " + line + ", column " + column + ": ";
        return place + message + (advice.isEmpty() ? "" : " (" + advice + ")");
    }
}
