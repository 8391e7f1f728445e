package net.headscale.policy.membership;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.headscale.policy.language.Condition;
import net.headscale.tailnet.Node;
import net.headscale.wire.tailcfg.Hostinfo;

/// Whether a node fulfils a posture: what its client said of the machine against the conditions, all of which must
/// hold.
///
/// An attribute that is not known fulfils nothing but `NOT SET`.
final class Posture {
    private Posture() {}

    static boolean holds(List<Condition> conditions, Node node) {
        return conditions.stream().allMatch(condition -> holds(condition, attribute(condition.attribute(), node)));
    }

    private static Optional<String> attribute(String name, Node node) {
        Hostinfo host = node.host().hostinfo();
        String value = switch (name) {
            case "node:os" -> host.os();
            case "node:osVersion" -> host.osVersion();
            case "node:tsVersion" -> version(host.ipnVersion());
            case "node:tsReleaseTrack" -> track(version(host.ipnVersion()));
            case "node:tsAutoUpdate" -> host.os().isEmpty() ? "" : Boolean.toString(host.allowsUpdate());
            case "node:tsStateEncrypted" ->
                host.stateEncrypted() == null ? "" : host.stateEncrypted().toString();
            default -> "";
        };
        return Optional.of(value).filter(text -> !text.isEmpty());
    }

    /// `1.98.0` of `1.98.0-tabc-gdef`.
    private static String version(String full) {
        int dash = full.indexOf('-');
        return dash < 0 ? full : full.substring(0, dash);
    }

    /// Even minor versions are stable, odd ones unstable (tailscale `version/prop.go`).
    private static String track(String version) {
        List<Long> numbers = numbers(version);
        return numbers.size() < 2 ? "" : numbers.get(1) % 2 == 0 ? "stable" : "unstable";
    }

    private static boolean holds(Condition condition, Optional<String> attribute) {
        if (attribute.isEmpty()) {
            return condition.operator() == Condition.Operator.NOT_SET;
        }
        String value = attribute.get();
        return switch (condition.operator()) {
            case IS_SET -> true;
            case NOT_SET -> false;
            case IN -> condition.values().stream().anyMatch(other -> compare(value, other) == 0);
            case NOT_IN -> condition.values().stream().noneMatch(other -> compare(value, other) == 0);
            case EQUAL -> compare(value, condition.values().getFirst()) == 0;
            case UNEQUAL -> compare(value, condition.values().getFirst()) != 0;
            case LESS -> compare(value, condition.values().getFirst()) < 0;
            case AT_MOST -> compare(value, condition.values().getFirst()) <= 0;
            case MORE -> compare(value, condition.values().getFirst()) > 0;
            case AT_LEAST -> compare(value, condition.values().getFirst()) >= 0;
        };
    }

    /// Versions by their numbers (`1.9` is below `1.60`), everything else as text.
    private static int compare(String left, String right) {
        List<Long> mine = numbers(left);
        List<Long> others = numbers(right);
        if (mine.isEmpty() || others.isEmpty()) {
            return left.compareToIgnoreCase(right); // clients say macOS, policies say macos
        }
        for (int i = 0; i < Math.max(mine.size(), others.size()); i++) {
            int order = Long.compare(i < mine.size() ? mine.get(i) : 0, i < others.size() ? others.get(i) : 0);
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    /// The numbers of `1.60.2`; none if it is no version.
    private static List<Long> numbers(String text) {
        List<Long> numbers = new ArrayList<>();
        for (String part : text.split("\\.", -1)) {
            boolean isNumber =
                    !part.isEmpty() && part.length() < 16 && part.chars().allMatch(c -> c >= '0' && c <= '9');
            if (!isNumber) {
                return List.of();
            }
            numbers.add(Long.parseLong(part));
        }
        return numbers;
    }
}
