package net.headscale.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.headscale.admin.policy.SetPolicy;
import net.headscale.app.reload.Reload;
import net.headscale.app.reload.Unusable;
import net.headscale.config.Config;
import net.headscale.config.PolicySource;
import net.headscale.coordinator.Coordinator;
import net.headscale.coordinator.TailnetWriter;
import net.headscale.policy.Policy;
import net.headscale.policy.Reading;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The policy of the default tailnet where the configuration names a file for it.
final class PolicyFile implements Reload.Part {
    private static final Logger LOG = LoggerFactory.getLogger(PolicyFile.class);
    private static final long MOST_BYTES = 4 << 20;

    private final TailnetWriter tailnet;

    PolicyFile(Coordinator coordinator) {
        this.tailnet = coordinator.require(Coordinator.DEFAULT_TAILNET);
    }

    @Override
    public String name() {
        return "the policy";
    }

    @Override
    public List<Path> files(Config config) {
        return config.policy() instanceof PolicySource.InFile(Path file) ? List.of(file) : List.of();
    }

    /// Sets the policy that the file holds at the start of the server, if it differs.
    ///
    /// Its tests do not count now: nodes that are gone must not keep the server from starting. Where the
    /// file cannot be used, the last policy of it that could be stays.
    ///
    /// @throws Unusable if the file cannot be used and there was none before
    void start(Config config) {
        if (!(config.policy() instanceof PolicySource.InFile(Path file))) {
            return;
        }
        try {
            String text = read(file);
            set(file, text, Policy.parse(text));
        } catch (Unusable unusable) {
            if (tailnet.current().tailnet().policy().isNone()) {
                throw unusable;
            }
            LOG.atError().addKeyValue("reason", unusable.getMessage()).log("former policy stayed in force");
        }
    }

    /// Sets the policy that the file holds now, if it differs.
    ///
    /// @throws Unusable if the file cannot be read, or its policy is refused or fails its tests; the
    ///   former one stays
    @Override
    public void apply(Config config) {
        if (config.policy() instanceof PolicySource.InFile(Path file)) {
            String text = read(file);
            if (!text.equals(tailnet.current().tailnet().policy().text())) {
                set(file, text, Policy.propose(text, tailnet.current().tailnet()));
            }
        }
    }

    private void set(Path file, String text, Reading reading) {
        switch (reading) {
            case Reading.Accepted(Policy policy) ->
                tailnet.submit(new SetPolicy(policy, text, "file " + file.getFileName(), ""));
            case Reading.Refused(var why) -> throw new Unusable("cannot use the policy " + file + ": " + why);
        }
    }

    private static String read(Path file) {
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw new Unusable("cannot use the policy " + file + ": it is larger than 4 MiB");
            }
            return Files.readString(file);
        } catch (IOException failed) {
            throw new Unusable("cannot read the policy " + file + ": " + failed.getMessage());
        }
    }
}
