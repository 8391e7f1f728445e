package net.headscale.admin.call;

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
public record Call(Request request, Access.Caller caller, TailnetWriter writer, Instant now) {
    /// What the caller may reach.
    public Access access() {
        return caller.access();
    }

    /// The same call about another tailnet.
    public Call in(TailnetWriter other) {
        return new Call(request, caller, other, now);
    }

    /// The tailnet as it is now, with what follows from it.
    public View view() {
        return writer.current();
    }

    /// The tailnet as it is now.
    public Tailnet tailnet() {
        return writer.current().tailnet();
    }

    /// The fields of the body.
    ///
    /// @throws Unanswerable with 400 if it is no JSON object
    public Body body() {
        return Body.of(request);
    }

    /// Has a command decided, stored and published.
    public <R> R submit(Command<R> command) {
        return writer.submit(command);
    }

    /// The id in the path.
    ///
    /// @throws Unanswerable if it is not a number
    public long id() {
        return number("id", request.parameter("id"));
    }

    /// The node that the path names.
    ///
    /// @throws Unanswerable with 400 if it is no number
    public NodeId nodeId() {
        return new NodeId(id());
    }

    /// A positive number.
    ///
    /// @param name what it is called in the request
    public static long number(String name, String text) {
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
