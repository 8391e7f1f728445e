package net.headscale.cli;

import java.util.List;

/// Every command that there is.
final class Vocabulary {
    private static final List<Group> GROUPS = List.of(
            Group.of(ServerCommands.SERVE), Group.of(ServerCommands.CONFIGTEST), Group.of(ServerCommands.VERSION));

    private Vocabulary() {}

    static List<Group> groups() {
        return GROUPS;
    }
}
