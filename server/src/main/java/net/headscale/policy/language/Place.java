package net.headscale.policy.language;

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
    TEST_DESTINATION
}
