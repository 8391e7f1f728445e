package net.headscale.policy.text;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.headscale.policy.hujson.Value;
import net.headscale.policy.language.Autogroup;
import net.headscale.policy.language.Selector;
import net.headscale.policy.language.SshEntry;

/// Reads `ssh`.
final class SshReader {
    private static final Set<String> FIELDS = Set.of(
            "action", "src", "dst", "users", "checkperiod", "acceptenv", "recorder", "enforcerecorder", "srcposture");
    private static final Duration LONGEST_PERIOD = Duration.ofDays(7);
    private static final String LOCALPART = "localpart:*@";

    private final RuleReader common;
    private final Script script;

    SshReader(RuleReader common) {
        this.common = common;
        this.script = common.script();
    }

    List<SshEntry> read(List<Value> entries) {
        return RuleReader.each(entries, this::entry);
    }

    private SshEntry entry(int index, Value entry) {
        Fields fields = Fields.of(script, entry, "ssh[" + index + "]", FIELDS);
        String action = action(fields);
        List<String> users = new ArrayList<>();
        List<String> localparts = new ArrayList<>();
        readUsers(fields, users, localparts);
        SshEntry.Mode mode = mode(fields, action);
        List<String> acceptEnv = acceptEnv(fields);
        SshEntry.Ends ends = new SshEntry.Ends(sources(fields), destinations(fields), common.postures(fields));
        requireReach(fields, ends);
        return new SshEntry(
                common.origin("ssh", index, entry), ends, users, localparts, mode, acceptEnv, recording(fields));
    }

    private String action(Fields fields) {
        String written = fields.text("action");
        String action = written.strip();
        Value at = fields.find("action").orElse(fields.struct());
        if (action.isEmpty()) {
            throw script.refuse(at, "action must be specified", "\"accept\" or \"check\"");
        }
        if (!action.equals("accept") && !action.equals("check")) {
            throw script.refuse(at, "\"" + action + "\" is not a valid action", "\"accept\" or \"check\"");
        }
        return action;
    }

    private void readUsers(Fields fields, List<String> users, List<String> localparts) {
        List<Value> words = fields.elements("users");
        if (words.isEmpty()) {
            throw script.refuse(
                    fields.find("users").orElse(fields.struct()),
                    "users must be specified",
                    "such as \"users\": [\"autogroup:nonroot\"]");
        }
        for (Value word : words) {
            String user = script.text(word, "users").strip();
            if (user.isEmpty() || user.equals("*")) {
                throw script.refuse(
                        word, "user \"" + user + "\" is not valid", "autogroup:nonroot is every user but root");
            }
            String domain = user.startsWith(LOCALPART) ? user.substring(LOCALPART.length()) : "";
            if (domain.isEmpty()) {
                users.add(user);
            } else {
                requireDomain(word, domain);
                localparts.add(domain);
            }
        }
    }

    private void requireDomain(Value word, String domain) {
        try {
            common.selectors().requireDomain(domain);
        } catch (InvalidSelector invalid) {
            throw script.refuse(word, "", invalid);
        }
    }

    private SshEntry.Mode mode(Fields fields, String action) {
        Value period = fields.find("checkperiod").orElse(null);
        if (action.equals("accept")) {
            if (period != null) {
                throw script.refuse(period, "checkPeriod is only valid with action \"check\"");
            }
            return new SshEntry.Mode.Accept();
        }
        return new SshEntry.Mode.Check(period == null ? SshEntry.DEFAULT_PERIOD : period(period));
    }

    private Duration period(Value value) {
        String text = script.text(value, "checkPeriod").strip();
        if (text.isEmpty()) {
            return SshEntry.DEFAULT_PERIOD;
        }
        if (text.equals("always")) {
            return Duration.ZERO;
        }
        Duration period;
        try {
            period = GoDuration.parse(text);
        } catch (InvalidSelector invalid) {
            throw script.refuse(value, "", invalid);
        }
        if (period.isNegative()) {
            throw script.refuse(value, "checkPeriod " + GoDuration.format(period) + " must be a positive duration");
        }
        if (period.compareTo(LONGEST_PERIOD) > 0) {
            throw script.refuse(value, "checkPeriod " + GoDuration.format(period) + " is above the max (168h)");
        }
        return period;
    }

    private List<String> acceptEnv(Fields fields) {
        for (Value word : fields.elements("acceptenv")) {
            if (script.text(word, "acceptEnv").isEmpty()) {
                throw script.refuse(word, "acceptEnv values cannot be empty");
            }
        }
        return fields.texts("acceptenv");
    }

    private List<Selector> sources(Fields fields) {
        List<Selector> sources = new ArrayList<>();
        for (Value word : fields.elements("src")) {
            String text = script.text(word, "src");
            Selector source;
            try {
                source = common.selectors().parse(text, Place.SSH_SOURCE);
            } catch (InvalidSelector invalid) {
                boolean isDomain = text.strip().startsWith("user:*@");
                throw script.refuse(word, isDomain ? "[ssh] " : invalid.isMisplaced() ? "" : "src=", invalid);
            }
            switch (source) {
                case Selector.Everyone _, Selector.Literal _, Selector.Host _, Selector.IpSet _ ->
                    throw script.refuse(
                            word, "invalid src \"" + source.text() + "\"", "users, groups, tags and autogroups log in");
                case Selector.Login _, Selector.Domain _, Selector.Group _, Selector.Tagged _, Selector.Auto _ ->
                    sources.add(source);
            }
        }
        return sources;
    }

    private List<Selector> destinations(Fields fields) {
        List<Selector> destinations = new ArrayList<>();
        for (Value word : fields.elements("dst")) {
            String text = script.text(word, "dst").strip();
            try {
                Selector destination = common.selectors().parse(text, Place.SSH_DESTINATION);
                switch (destination) {
                    case Selector.Login _, Selector.Tagged _, Selector.Auto _ -> destinations.add(destination);
                    case Selector.Everyone _,
                            Selector.Literal _,
                            Selector.Host _,
                            Selector.IpSet _,
                            Selector.Domain _,
                            Selector.Group _ -> throw unfit(text);
                }
            } catch (InvalidSelector invalid) {
                boolean isOfKind = text.startsWith("tag:") || text.startsWith("autogroup:");
                InvalidSelector fault = isOfKind ? invalid : unfit(text);
                throw script.refuse(word, fault.isMisplaced() ? "" : "dst=", fault);
            }
        }
        return destinations;
    }

    private static InvalidSelector unfit(String destination) {
        return InvalidSelector.misplaced("invalid dst \"" + destination + "\"");
    }

    /// Refuses what would let tags or strangers into the nodes of a user.
    private void requireReach(Fields fields, SshEntry.Ends ends) {
        Value at = fields.find("dst").orElse(fields.struct());
        boolean hasTags = ends.sources().stream()
                .anyMatch(source -> source instanceof Selector.Tagged || source.isAuto(Autogroup.TAGGED));
        for (Selector destination : ends.destinations()) {
            boolean isOfUsers = destination instanceof Selector.Login
                    || (destination instanceof Selector.Auto(Autogroup group)
                            && (group.isOfUsers() || group == Autogroup.SELF));
            if (isOfUsers && hasTags) {
                throw script.refuse(
                        at, "tags in SSH source cannot access user-owned devices (" + destination.text() + ")");
            }
            if (destination instanceof Selector.Login(String user)
                    && !ends.sources().stream().allMatch(source -> source.text().equals(user))) {
                throw script.refuse(
                        at, "user destination requires source to contain only that same user \"" + user + "\"");
            }
        }
    }

    private SshEntry.Recording recording(Fields fields) {
        List<Selector> recorders = new ArrayList<>();
        for (Value word : fields.elements("recorder")) {
            try {
                recorders.add(common.selectors().parse(script.text(word, "recorder"), Place.RULE_DESTINATION));
            } catch (InvalidSelector invalid) {
                throw script.refuse(word, "recorder=", invalid);
            }
        }
        return new SshEntry.Recording(recorders, fields.truth("enforcerecorder"));
    }
}
