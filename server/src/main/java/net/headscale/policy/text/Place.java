package net.headscale.policy.text;

import java.util.EnumSet;
import java.util.Set;
import net.headscale.policy.language.Autogroup;

/// Where a selector stands.
enum Place {
    RULE_SOURCE,
    RULE_DESTINATION,
    SSH_SOURCE,
    SSH_DESTINATION,
    ATTRIBUTE_TARGET,
    TAG_OWNER,
    APPROVER,
    TEST_SOURCE,
    TEST_DESTINATION;

    /// Whether an autogroup may stand here.
    boolean admits(Autogroup group) {
        Set<Autogroup> others = switch (this) {
            case RULE_SOURCE -> EnumSet.of(Autogroup.MEMBER, Autogroup.TAGGED, Autogroup.DANGER_ALL, Autogroup.SHARED);
            case RULE_DESTINATION -> EnumSet.of(Autogroup.MEMBER, Autogroup.TAGGED, Autogroup.SELF, Autogroup.INTERNET);
            case SSH_SOURCE, ATTRIBUTE_TARGET, TAG_OWNER, APPROVER, TEST_SOURCE ->
                EnumSet.of(Autogroup.MEMBER, Autogroup.TAGGED);
            case SSH_DESTINATION -> EnumSet.of(Autogroup.MEMBER, Autogroup.TAGGED, Autogroup.SELF);
            case TEST_DESTINATION -> EnumSet.of(Autogroup.MEMBER, Autogroup.TAGGED, Autogroup.INTERNET, Autogroup.SELF);
        };
        return group.isRole() || others.contains(group);
    }
}
