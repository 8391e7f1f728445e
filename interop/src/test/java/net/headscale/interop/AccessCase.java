package net.headscale.interop;

import java.util.Map;
import java.util.stream.Stream;

/// A policy of a tailnet with the nodes `ana` and `phone` of the user ana, `ben` of the user ben, `srv` with `tag:srv`
/// and `mail` with `tag:mail`, and what it lets them do.
///
/// @param sections in which `{ben4}` stands for ben's IPv4 address, and so for all
/// @param open who gets through to whose port 80, as [Reach#awaitOpen] has it
/// @param peers who see each other, as [Reach#awaitPeers] has it
record AccessCase(String name, String sections, String open, String peers) {
    private static final String EVERY_WAY = "ana>ben ana>mail ana>phone ana>srv ben>ana ben>mail ben>phone ben>srv"
            + " mail>ana mail>ben mail>phone mail>srv phone>ana phone>ben phone>mail phone>srv"
            + " srv>ana srv>ben srv>mail srv>phone";
    private static final String EVERY_PAIR =
            "ana-ben ana-mail ana-phone ana-srv ben-mail ben-phone ben-srv mail-phone mail-srv phone-srv";

    /// Those that differ most; no two in a row let the same through.
    static Stream<AccessCase> core() {
        return Stream.of(
                new AccessCase("everybody", acls("*", "*:*"), EVERY_WAY, EVERY_PAIR),
                new AccessCase(
                        "one port of one user", acls("ana@", "ben@:80"), "ana>ben phone>ben", "ana-ben ben-phone"),
                new AccessCase("another port", acls("ana@", "ben@:22"), "", "ana-ben ben-phone"),
                new AccessCase(
                        "own nodes", acls("autogroup:member", "autogroup:self:*"), "ana>phone phone>ana", "ana-phone"),
                new AccessCase("nobody", "'acls': []", "", ""),
                new AccessCase(
                        "a group with somebody who does not exist",
                        "'groups': {'group:all': ['ben@', 'ghost@']}, " + acls("group:all", "tag:srv:*"),
                        "ben>srv",
                        "ben-srv"),
                new AccessCase("IPv4 addresses", acls("{ana4}", "{ben4}:80"), "ana>ben/4", "ana-ben"));
    }

    /// The others.
    static Stream<AccessCase> more() {
        return Stream.of(
                new AccessCase("everything of everybody", acls("*", "*:*"), EVERY_WAY, EVERY_PAIR),
                new AccessCase(
                        "members",
                        acls("autogroup:member", "autogroup:member:*"),
                        "ana>ben ana>phone ben>ana ben>phone phone>ana phone>ben",
                        "ana-ben ana-phone ben-phone"),
                new AccessCase(
                        "tagged ones", acls("autogroup:tagged", "autogroup:tagged:*"), "mail>srv srv>mail", "mail-srv"),
                new AccessCase(
                        "members, by a grant",
                        "'grants': [{'src': ['autogroup:member'], 'dst': ['autogroup:member'], 'ip': ['*']}]",
                        "ana>ben ana>phone ben>ana ben>phone phone>ana phone>ben",
                        "ana-ben ana-phone ben-phone"),
                new AccessCase(
                        "any port of one user", acls("ben@", "ana@:*"), "ben>ana ben>phone", "ana-ben ben-phone"),
                new AccessCase(
                        "own nodes, and a tag for both users",
                        acls("autogroup:member", "autogroup:self:*', 'tag:srv:80"),
                        "ana>phone phone>ana ana>srv ben>srv phone>srv",
                        "ana-phone ana-srv ben-srv phone-srv"),
                new AccessCase("IPv6 addresses", acls("{ana6}", "{ben6}:*"), "ana>ben/6", "ana-ben"),
                new AccessCase(
                        "a named IPv4 host",
                        "'hosts': {'one': '{ana4}/32', 'two': '{ben4}/32'}, " + acls("one", "two:*"),
                        "ana>ben/4",
                        "ana-ben"),
                new AccessCase(
                        "a named IPv6 host",
                        "'hosts': {'one': '{ana6}/128', 'two': '{ben6}/128'}, " + acls("one", "two:*"),
                        "ana>ben/6",
                        "ana-ben"),
                new AccessCase(
                        "named hosts, several",
                        "'hosts': {'one': '{ana4}', 'two': '{ben4}', 'three': '{srv4}', 'three6': '{srv6}'}, 'acls': ["
                                + accept("one", "three:*', 'three6:80") + ", " + accept("two", "one:80', 'three:81")
                                + "]",
                        "ana>srv/4 ben>ana/4",
                        "ana-srv ana-ben ben-srv"),
                new AccessCase(
                        "a named network",
                        "'hosts': {'all': '100.64.0.0/10'}, " + acls("all", "all:*"),
                        EVERY_WAY.replaceAll("(?= |$)", "/4"),
                        EVERY_PAIR),
                new AccessCase(
                        "a group to a group",
                        "'groups': {'group:one': ['ana@'], 'group:two': ['ben@']}, "
                                + acls("group:one", "group:two:80"),
                        "ana>ben phone>ben",
                        "ana-ben ben-phone"),
                new AccessCase("one tag to another", acls("tag:srv", "tag:mail:*"), "srv>mail", "mail-srv"),
                new AccessCase(
                        "a user and a tag, each his port",
                        "'acls': [" + accept("ana@", "tag:srv:80") + ", " + accept("ben@", "tag:srv:22', 'tag:mail:80")
                                + "]",
                        "ana>srv phone>srv ben>mail",
                        "ana-srv phone-srv ben-srv ben-mail"),
                new AccessCase("nobody at all", "'grants': []", "", ""));
    }

    private static String acls(String source, String destination) {
        return "'acls': [" + accept(source, destination) + "]";
    }

    private static String accept(String source, String destination) {
        return "{'action': 'accept', 'src': ['" + source + "'], 'dst': ['" + destination + "']}";
    }

    /// The policy of nodes with these addresses.
    ///
    /// @param addresses by words such as `ben4`
    String text(Map<String, String> addresses) {
        String text = "{'tagOwners': {'tag:srv': [], 'tag:mail': []}, " + sections + "}";
        for (Map.Entry<String, String> address : addresses.entrySet()) {
            text = text.replace("{" + address.getKey() + "}", address.getValue());
        }
        return text.replace('\'', '"');
    }

    @Override
    public String toString() {
        return name;
    }
}
