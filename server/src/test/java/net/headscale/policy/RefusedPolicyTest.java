package net.headscale.policy;

import static net.headscale.policy.Fixture.ANA;
import static net.headscale.policy.Fixture.BOB;
import static net.headscale.policy.Fixture.accepted;
import static net.headscale.policy.Fixture.id;
import static net.headscale.policy.Fixture.refused;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.headscale.wire.tailcfg.FilterRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Each rule of the language by which a policy is refused, in the hosted service's words where they are known; and
/// beside it what is close, but accepted.
class RefusedPolicyTest {
    private static final String NAMES = """
            "tagOwners": {"tag:db": []}, "groups": {"group:eng": ["ana@example.com"]},
            "hosts": {"srv": "100.64.0.9", "net": "10.0.0.0/8"}""";

    private static String policy(String sections) {
        return "{" + NAMES + ", " + sections.replace('\'', '"') + "}";
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ['tag:none']     | src=tag not found: "tag:none"
            ['group:none']   | src=group not found: "group:none"
            ['autogroup:self'] | "autogroup:self" not valid on the src side of a rule
            ['autogroup:internet'] | "autogroup:internet" not valid on the src side of a rule
            ['autogroup:nonroot'] | "autogroup:nonroot" not valid on the src side of a rule
            ['user:*@elsewhere.example', 'srv', 'nowhere'] | src="nowhere": invalid address
            """)
    void a_source_must_be_defined_and_fit(String sources, String message) {
        String acl = "'acls': [{'action': 'accept', 'src': %s, 'dst': ['*:*']}]".formatted(sources);
        String grant = "'grants': [{'src': %s, 'dst': ['*'], 'ip': ['*']}]".formatted(sources);

        assertThat(refused(policy(acl)).message()).isEqualTo(message);
        assertThat(refused(policy(grant)).message()).isEqualTo(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            srv        | hostport must contain a colon
            srv:0      | port range "0": first port must be >0, or use '*' for wildcard
            srv:http   | port range "http": invalid first integer
            srv:-80    | port range "-80": invalid port range format
            srv:80-    | port range "80-": invalid port range format
            srv:1-2-3  | port range "1-2-3": invalid port range format
            srv:90-80  | port range "90-80": invalid port range: first port is greater than last port
            srv:65536  | port range "65536": port number out of range
            srv:80,,81 | port range "80,,81": invalid first integer
            """)
    void the_ports_of_a_destination_are_numbers_in_order(String destination, String message) {
        String acl = "'acls': [{'action': 'accept', 'src': ['*'], 'dst': [\"%s\"]}]".formatted(destination);

        assertThat(refused(policy(acl)).message()).isEqualTo("dst=\"" + destination + "\": " + message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "srv:*",
                "srv:1-65535",
                "srv:0-1",
                "srv:80,443,8000-8100",
                "[fd7a::1]:80",
                "fd7a::1:80",
                "[fd7a::]/48:80"
            })
    void every_form_of_ports_and_addresses_is_understood(String destination) {
        accepted(policy("'acls': [{'action': 'accept', 'src': ['*'], 'dst': ['%s']}]".formatted(destination)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "icmp" | 80 | protocol does not support specific ports: "icmp", only "*" is allowed
            "1"    | 80 | protocol does not support specific ports: "1", only "*" is allowed
            47     | 80 | protocol does not support specific ports: "47", only "*" is allowed
            "*"    | *  | proto name "*" not known; use protocol number 0-255 or protocol name (icmp, tcp, udp, etc.)
            "256"  | *  | proto name "256" not known; use protocol number 0-255 or protocol name (icmp, tcp, udp, etc.)
            "06"   | *  | proto name "06" not known; use protocol number 0-255 or protocol name (icmp, tcp, udp, etc.)
            """)
    void a_protocol_is_a_name_or_a_number_and_few_have_ports(String protocol, String ports, String message) {
        String acl = "'acls': [{'action': 'accept', 'proto': %s, 'src': ['*'], 'dst': ['srv:%s']}]";

        assertThat(refused(policy(acl.formatted(protocol, ports))).message()).isEqualTo(message);
    }

    @ParameterizedTest
    @CsvSource({"'\"TCP\"', 6", "'\"6\"', 6", "6, 6", "'\"sctp\"', 132", "'\"udp\"', 17"})
    void a_protocol_is_the_same_by_name_and_number(String protocol, int number) {
        String acl = "\"acls\": [{\"action\": \"accept\", \"proto\": %s, \"src\": [\"*\"], \"dst\": [\"*:22\"]}]";

        CompiledPolicy compiled = new Fixture().owned(1, ANA).under("{" + acl.formatted(protocol) + "}");

        assertThat(compiled.filterFor(id(1)).getFirst().rule().protocols()).containsExactly(number);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'dst': ['srv'], 'ip': []                    | ip and app can not both be empty
            'dst': ['srv'], 'ip': ['icmp']              | port range "icmp": invalid first integer
            'dst': ['srv'], 'ip': ['icmp:8']            | protocol does not support specific ports: "icmp", only "*" is allowed
            'dst': ['0.0.0.0/0'], 'ip': ['*']           | dst "0.0.0.0/0": to allow all IP addresses, use "*" or "autogroup:internet"
            'dst': ['autogroup:danger-all'], 'ip': ['*'] | cannot use autogroup:danger-all as a dst
            'dst': ['autogroup:self'], 'ip': ['*']      | autogroup:self can only be used with users, groups, or supported autogroups
            'dst': ['srv'], 'ip': ['*'], 'via': ['srv'] | via can only be a tag
            'dst': ['srv'], 'ip': ['*'], 'via': ['tag:none'] | tag "tag:none" not found
            'dst': ['srv'], 'app': {'https://a.example/b': []} | capability name must have the form {domain}/{path}
            'dst': ['srv'], 'app': {'tailscale.com/cap/drive-sharer': []} | capability name must not be in the tailscale.com domain
            'dst': ['autogroup:internet'], 'app': {'a.example/b': []} | cannot use app grants with autogroup:internet
            """)
    void a_grant_opens_ports_or_gives_capabilities_and_both_in_their_form(String rest, String message) {
        assertThat(refused(policy("'grants': [{'src': ['*'], %s}]".formatted(rest)))
                        .message())
                .isEqualTo(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'action': 'accept', 'src': ['ana@example.com'], 'dst': ['srv'], 'users': ['root']        | invalid dst "srv"
            'action': 'accept', 'src': ['ana@example.com'], 'dst': ['nowhere'], 'users': ['root']    | invalid dst "nowhere"
            'action': 'accept', 'src': ['ana@example.com'], 'dst': ['*'], 'users': ['root']          | invalid dst "*"
            'action': 'accept', 'src': ['ana@example.com'], 'dst': ['100.64.0.9'], 'users': ['root'] | invalid dst "100.64.0.9"
            'action': 'accept', 'src': ['ana@example.com'], 'dst': ['autogroup:internet'], 'users': ['root'] | invalid dst "autogroup:internet"
            'action': 'accept', 'src': ['ana@example.com'], 'dst': ['tag:db'], 'users': []           | users must be specified
            'action': 'accept', 'src': ['ana@example.com'], 'dst': ['tag:db'], 'users': [' ']        | user "" is not valid
            'action': 'Check', 'src': ['ana@example.com'], 'dst': ['tag:db'], 'users': ['root']      | "Check" is not a valid action
            'action': 'check', 'checkPeriod': '-1m', 'src': [], 'dst': ['tag:db'], 'users': ['root'] | checkPeriod -1m0s must be a positive duration
            'action': 'check', 'checkPeriod': '168h1s', 'src': [], 'dst': [], 'users': ['root']      | checkPeriod 168h0m1s is above the max (168h)
            'action': 'check', 'checkPeriod': '30', 'src': [], 'dst': ['tag:db'], 'users': ['root']  | time: missing unit in duration "30"
            'action': 'accept', 'acceptEnv': [''], 'src': [], 'dst': ['tag:db'], 'users': ['root']   | acceptEnv values cannot be empty
            """)
    void a_rule_for_ssh_is_refused_in_the_hosted_services_words(String rule, String message) {
        assertThat(refused(policy("'ssh': [{" + rule + "}]")).message()).isEqualTo(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'action': ' check ', 'checkPeriod': '168h', 'src': ['ana@example.com'], 'dst': ['tag:db'], 'users': [' root ']",
                "'action': 'check', 'checkPeriod': 'always', 'src': ['group:eng'], 'dst': ['tag:db'], 'users': ['localpart:*@']",
                "'action': 'accept', 'acceptEnv': ['LC_*', '?', ' '], 'src': [], 'dst': [], 'users': ['autogroup:member']",
                "'action': 'accept', 'src': null, 'users': ['tag:db']"
            })
    void what_only_looks_odd_in_a_rule_for_ssh_is_accepted(String rule) {
        accepted(policy("'ssh': [{" + rule + "}]"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'groups': {'group:a': ['group:b'], 'group:b': ['group:a']} | groups["group:b"]: "group:a": group members cannot be recursive
            'tagOwners': {'tag:1': []}                    | tagOwners["tag:1"]: tag names must start with a letter, after 'tag:'
            'tagOwners': {'tag:': []}                     | tagOwners["tag:"]: tag names must not be empty
            'tagOwners': {'tag:a': ['tag:b']}             | tag "tag:a" references undefined tag "tag:b"
            'nodeAttrs': [{'target': ['tag:x'], 'attr': ['a']}] | tag not found: "tag:x"
            'nodeAttrs': [{'target': ['%x'], 'attr': ['a']}] | "%x": invalid address
            'nodeAttrs': [{'target': ['*'], 'ipPool': ['100.115.93.0/24']}] | IPPool(100.115.93.0/24): network within reserved range
            'sshTests': [{'src': 'ana@example.com', 'dst': ['10.0.0.0/8'], 'accept': ['root']}] | SSH tests dst contains disallowed element "10.0.0.0/8"
            'sshTests': [{'src': 'ana@example.com', 'dst': ['tag:db:22'], 'accept': ['root']}] | SSH tests dst contains unknown tag "tag:db:22"
            'aclz': []                                    | unknown field: "aclz"
            """)
    void a_definition_is_refused_in_the_hosted_services_words(String section, String message) {
        assertThat(refused("{" + section.replace('\'', '"') + "}").message()).isEqualTo(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'proto': 'icmp', 'src': 'ana@example.com', 'accept': ['100.64.0.2:22']",
                "'src': 'ana@example.com', 'accept': ['100.64.0.2/32:22']",
                "'src': 'ana@example.com', 'accept': ['100.64.0.2:22,80']",
                "'src': 'ana@example.com', 'accept': ['100.64.0.2:22-80']",
                "'src': 'ana@example.com', 'accept': ['100.64.0.2:*']",
                "'src': 'ana@example.com', 'accept': ['100.64.0.2:0']",
                "'src': 'ana@example.com', 'deny': ['autogroup:self:22']",
                "'src': 'ana@example.com', 'deny': ['autogroup:internet:22']",
                "'src': 'ana@example.com', 'deny': ['nowhere:22']",
                "'src': 'nobody@example.com', 'deny': ['100.64.0.2:1']",
                "'src': 'ana@example.com'",
                "'deny': ['100.64.0.2:1']"
            })
    void a_test_that_makes_no_sense_fails(String test) {
        assertThat(failures("'tests': [{" + test + "}]")).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'proto': 'udp', 'src': 'ana@example.com', 'accept': ['100.64.0.2:22']",
                "'src': ' group:eng ', 'accept': ['bob@example.com:22'], 'deny': ['bob@example.com:23']",
                "'src': 'autogroup:owner', 'accept': ['[fd7a:115c:a1e0::2]:22', 'autogroup:member:22']",
                "'user': '100.64.0.1', 'allow': ['100.64.0.2:22', '100.64.0.2:22']"
            })
    void a_test_asks_one_source_for_one_port(String test) {
        assertThat(failures("'tests': [{" + test + "}]")).isEmpty();
    }

    private static List<TestFailure> failures(String tests) {
        String acl = "'acls': [{'action': 'accept', 'src': ['*'], 'dst': ['autogroup:member:22']}]";
        return new Fixture()
                .owned(1, ANA)
                .owned(2, BOB)
                .under(policy(acl + ", " + tests))
                .test();
    }

    @Test
    void a_host_stands_for_its_prefix_alone_and_never_for_the_other_address_of_a_node() {
        CompiledPolicy compiled = new Fixture().owned(1, ANA).owned(9, BOB).under(policy("""
                'acls': [{'action': 'accept', 'src': ['srv'], 'dst': ['100.64.0.1:22']}]"""));

        FilterRule rule = compiled.filterFor(id(1)).getFirst().rule();

        assertThat(rule.sources()).containsExactly("100.64.0.9");
        assertThat(rule.destinations()).hasSize(1);
    }
}
