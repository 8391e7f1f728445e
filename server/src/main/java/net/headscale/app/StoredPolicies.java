package net.headscale.app;

import net.headscale.coordinator.Coordinator;
import net.headscale.coordinator.TailnetWriter;
import net.headscale.policy.Policy;
import net.headscale.policy.Reading;
import net.headscale.policy.Rejection;
import net.headscale.tailnet.Tailnet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks at what was stored when the server starts: a policy that fails its tests runs, one that cannot be read has
/// left the last good one in force, and of both the operator is told.
final class StoredPolicies {
    private static final Logger LOG = LoggerFactory.getLogger(StoredPolicies.class);

    private StoredPolicies() {}

    static void warnOf(Coordinator coordinator) {
        coordinator.all().forEach(StoredPolicies::warnOf);
    }

    private static void warnOf(TailnetWriter writer) {
        Tailnet tailnet = writer.current().tailnet();
        String text = tailnet.policy().text();
        if (Policy.propose(text, tailnet) instanceof Reading.Refused(Rejection why)) {
            boolean isBroken = Policy.parse(text) instanceof Reading.Refused;
            LOG.atWarn()
                    .addKeyValue("tailnet", tailnet.name())
                    .addKeyValue("line", why.line())
                    .addKeyValue("column", why.column())
                    .addKeyValue("remedy", "policy check tells more; set one that passes")
                    .log(
                            isBroken
                                    ? "stored policy cannot be read, the last good one stayed in force"
                                    : "stored policy failed its tests and runs");
        }
    }
}
