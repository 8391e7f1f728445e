package net.headscale.policy;

import java.util.List;
import java.util.Map;
import net.headscale.policy.SshWriter.Written;
import net.headscale.policy.language.SshEntry;
import net.headscale.tailnet.Node;
import net.headscale.wire.net.IpAddress;
import net.headscale.wire.tailcfg.SshPolicy.Rule;

/// Tries logins on one node as its client does: the first rule that names the source's address and yields a local user.
record SshLogins(SshWriter writer, List<Written> rules) {
    static SshLogins of(SshWriter writer, int slot) {
        return new SshLogins(writer, writer.explained(slot));
    }

    SshCheck check(Node source, String user) {
        for (Written written : rules) {
            if (source.addresses().stream().anyMatch(address -> isMatch(written.rule(), address, user))) {
                return switch (written.entry().mode()) {
                    case SshEntry.Mode.Accept _ -> new SshCheck.Admitted(writer.admission(written.entry()));
                    case SshEntry.Mode.Check(var period) ->
                        new SshCheck.LoginNeeded(period, writer.admission(written.entry()));
                };
            }
        }
        return new SshCheck.Denied();
    }

    /// Whether some rule of a kind lets `user` in from `address`.
    boolean admits(IpAddress address, String user, boolean onlyChecked) {
        return rules.stream()
                .filter(written -> !onlyChecked || written.entry().mode() instanceof SshEntry.Mode.Check)
                .anyMatch(written -> isMatch(written.rule(), address, user));
    }

    private static boolean isMatch(Rule rule, IpAddress address, String user) {
        String text = address.toString();
        return rule.principals().stream()
                        .anyMatch(principal -> principal.nodeIp().equals(text))
                && isMapped(rule.sshUsers(), user);
    }

    private static boolean isMapped(Map<String, String> users, String user) {
        String local = users.get(user);
        if (local != null) {
            return !local.isEmpty();
        }
        return users.containsKey("*") && !user.equals("root");
    }
}
