package net.headscale.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.headscale.config.Config;
import net.headscale.config.PolicySource;
import net.headscale.coordinator.Coordinator;
import net.headscale.coordinator.Decision;
import net.headscale.policy.Policy;
import net.headscale.policy.Reading;
import net.headscale.tailnet.Change;
import net.headscale.tailnet.PolicyText;

/// The policy of the default tailnet where the configuration names a file for it.
final class PolicyFile implements Reload.Part {
    private static final long MOST_BYTES = 4 << 20;

    private final Coordinator coordinator;

    PolicyFile(Coordinator coordinator) {
        this.coordinator = coordinator;
    }

    @Override
    public String name() {
        return "the policy";
    }

    @Override
    public List<Path> files(Config config) {
        return config.policy() instanceof PolicySource.InFile(Path file) ? List.of(file) : List.of();
    }

    /// Sets the policy that the file holds now, if it differs.
    ///
    /// @throws Unusable if the file cannot be read or its policy is refused; the former one stays
    @Override
    public void apply(Config config) {
        if (!(config.policy() instanceof PolicySource.InFile(Path file))) {
            return;
        }
        String text = read(file);
        if (Policy.parse(text) instanceof Reading.Refused(var why)) {
            throw new Unusable("cannot use the policy " + file + ": " + why);
        }
        coordinator
                .require(Coordinator.DEFAULT_TAILNET)
                .submit(scene -> scene.tailnet().policy().text().equals(text)
                        ? Decision.unchanged(false)
                        : Decision.of(new Change.PolicySet(new PolicyText(text, scene.now())), true));
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
