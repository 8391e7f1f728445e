package net.headscale.coordinator;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import net.headscale.netmap.Surroundings;
import net.headscale.netmap.View;
import net.headscale.tailnet.Change;
import net.headscale.tailnet.Node;
import net.headscale.tailnet.NodeId;
import net.headscale.tailnet.Tailnet;

/// What a batch comes to, command by command.
final class Draft {
    private final View view;
    private final Instant now;
    private final List<Change.Durable> durable = new ArrayList<>();
    private final Set<NodeId> touched = new LinkedHashSet<>();
    private final Set<NodeId> toWriteBehind = new LinkedHashSet<>();
    private Tailnet tailnet;
    private Surroundings surroundings;

    Draft(View view, Instant now) {
        this.view = view;
        this.now = now;
        this.tailnet = view.tailnet();
        this.surroundings = view.surroundings();
    }

    boolean isEmpty() {
        return tailnet == view.tailnet() && surroundings.equals(view.surroundings());
    }

    /// What one command changes: all of it, or nothing when it does not fit.
    void add(List<Change> changes) {
        tailnet = tailnet.after(changes);
        for (Change change : changes) {
            change.subject().ifPresent(touched::add);
            switch (change) {
                case Change.Durable fact -> durable.add(fact);
                case Change.Volatile fact -> toWriteBehind.add(fact.node());
                case Change.Mirrored _ -> {}
            }
        }
    }

    /// What another server stored, with what only this one knows of the nodes.
    void replace(Tailnet fresh) {
        Tailnet merged = fresh.withGuests(tailnet.guests());
        for (Node node : fresh.nodes().values()) {
            Node mine = tailnet.nodes().get(node.id());
            if (mine != null) {
                merged = merged.after(List.of(
                        new Change.HostChanged(node.id(), mine.host()),
                        new Change.ReachChanged(
                                node.id(), mine.reach(), mine.keys().disco()),
                        new Change.PresenceChanged(node.id(), mine.presence())));
            }
        }
        touched.addAll(tailnet.nodes().ids());
        touched.addAll(fresh.nodes().ids());
        tailnet = merged;
    }

    /// What the next command is decided on.
    Command.Scene scene() {
        return new Command.Scene(tailnet, view, now);
    }

    void surround(Surroundings others) {
        surroundings = others;
    }

    Tailnet tailnet() {
        return tailnet;
    }

    Surroundings surroundings() {
        return surroundings;
    }

    List<Change.Durable> durable() {
        return durable;
    }

    Set<NodeId> touched() {
        return touched;
    }

    Set<NodeId> toWriteBehind() {
        return toWriteBehind;
    }
}
