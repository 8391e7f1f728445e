package net.headscale.admin;

import java.time.Instant;
import net.headscale.coordinator.Command;
import net.headscale.coordinator.TailnetWriter;
import net.headscale.http.Request;
import net.headscale.netmap.View;
import net.headscale.tailnet.NodeId;
import net.headscale.tailnet.Tailnet;

/// A request, and the tailnet that it is about.
///
/// @param request what was asked
/// @param caller who asks, and what they may do
/// @param writer of the tailnet
/// @param now when it was asked
record Call(Request request, Access.Caller caller, TailnetWriter writer, Instant now) {
    Access access() {
        return caller.access();
    }

    /// The same call about another tailnet.
    Call in(TailnetWriter other) {
        return new Call(request, caller, other, now);
    }

    View view() {
        return writer.current();
    }

    Tailnet tailnet() {
        return writer.current().tailnet();
    }

    Body body() {
        return Body.of(request);
    }

    /// Has a command decided, stored and published.
    <R> R submit(Command<R> command) {
        return writer.submit(command);
    }

    /// The id in the path.
    ///
    /// @throws Unanswerable if it is not a number
    long id() {
        return number("id", request.parameter("id"));
    }

    NodeId nodeId() {
        return new NodeId(id());
    }

    /// A positive number.
    ///
    /// @param name what it is called in the request
    static long number(String name, String text) {
        try {
            long number = Long.parseLong(text);
            if (number > 0 && number < 1L << 53) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new Unanswerable(400, name + ": expected a number, found " + text);
        }
        throw new Unanswerable(400, name + ": expected a positive number below 2^53, found " + text);
    }
}
