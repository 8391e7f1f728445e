package net.headscale.policy.membership;

import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.headscale.policy.language.Autogroup;
import net.headscale.policy.language.Selector;
import net.headscale.tailnet.IdMap;
import net.headscale.tailnet.Node;
import net.headscale.tailnet.Tag;
import net.headscale.tailnet.User;
import net.headscale.tailnet.UserId;

/// Which selectors a user is in, found from the user's names rather than by trying every selector.
public final class People {
    private final IdMap<UserId, User> users;
    private final Map<String, List<Selector>> groups;
    private final Map<String, BitSet> byLogin = new HashMap<>();
    private final Map<String, BitSet> byDomain = new HashMap<>();
    private final Map<Autogroup, Integer> roles = new HashMap<>();
    private final Map<UserId, BitSet> known = new HashMap<>();

    People(Blueprint blueprint, IdMap<UserId, User> users) {
        this.users = users;
        this.groups = blueprint.document().definitions().groups();
        List<Object> numbered = blueprint.numbered();
        for (int number = 0; number < numbered.size(); number++) {
            add(blueprint, numbered.get(number), number);
        }
        for (User user : users.values()) {
            known.put(user.id(), find(user));
        }
    }

    private void add(Blueprint blueprint, Object what, int number) {
        switch (what) {
            case Selector.Login(String login) -> byLogin(login).set(number);
            case Selector.Domain(String _, String domain) ->
                byDomain.computeIfAbsent(domain, _ -> new BitSet()).set(number);
            case Selector.Group(String name) -> {
                for (Selector member :
                        blueprint.document().definitions().groups().getOrDefault(name, List.of())) {
                    byLogin(member.text()).set(number);
                }
            }
            case Selector.Auto(Autogroup group) when group.isRole() -> roles.put(group, number);
            default -> {
                // not about users
            }
        }
    }

    private BitSet byLogin(String login) {
        return byLogin.computeIfAbsent(login, _ -> new BitSet());
    }

    private BitSet find(User user) {
        BitSet found = new BitSet();
        for (String name : namesOf(user)) {
            found.or(byLogin.getOrDefault(name, new BitSet()));
        }
        found.or(byDomain.getOrDefault(domainOf(user), new BitSet()));
        roles.forEach((group, number) -> {
            if (isIn(user, group)) {
                found.set(number);
            }
        });
        return found;
    }

    /// The numbers of selectors that `user` is in.
    BitSet numbersOf(UserId user) {
        return known.getOrDefault(user, new BitSet());
    }

    /// Whether a selector of users or tags stands for `node`; false for those of addresses.
    boolean matches(Selector selector, Node node) {
        if (selector instanceof Selector.Tagged(Tag tag)) {
            return node.owner().tags().contains(tag);
        }
        if (node.owner().isTagged()) {
            return selector.isAuto(Autogroup.TAGGED);
        }
        User user = users.get(node.owner().user());
        return selector.isAuto(Autogroup.MEMBER) || (user != null && matches(selector, user));
    }

    private boolean matches(Selector selector, User user) {
        return switch (selector) {
            case Selector.Login(String login) -> namesOf(user).contains(login);
            case Selector.Domain(String _, String domain) -> domainOf(user).equals(domain);
            case Selector.Group(String name) ->
                groups.getOrDefault(name, List.of()).stream().anyMatch(member -> matches(member, user));
            case Selector.Auto(Autogroup group) -> isIn(user, group);
            case Selector.Everyone _, Selector.Literal _, Selector.Host _, Selector.IpSet _, Selector.Tagged _ -> false;
        };
    }

    boolean isOf(IdMap<UserId, User> others) {
        return users.isSameAs(others);
    }

    /// What a policy may call a user: login name, e-mail address, the provider's identifier, and `name@`.
    public static Set<String> namesOf(User user) {
        Set<String> names = new java.util.HashSet<>(Set.of(user.name(), user.name() + "@"));
        if (!user.profile().email().isEmpty()) {
            names.add(user.profile().email());
        }
        if (!user.identity().subject().isEmpty()) {
            names.add(user.identity().subject());
        }
        return names;
    }

    /// The e-mail address or login name by which `user` is known: `odin@example.com`.
    public static String loginOf(User user) {
        boolean isAddress = user.name().contains("@") || user.profile().email().isEmpty();
        return isAddress ? user.name() : user.profile().email();
    }

    /// What stands behind the `@` of the login; empty for a user who has none.
    public static String domainOf(User user) {
        String login = loginOf(user);
        return login.substring(login.lastIndexOf('@') < 0 ? login.length() : login.lastIndexOf('@') + 1);
    }

    /// Whether `user` has the role of an autogroup; the owner is an admin too.
    public static boolean isIn(User user, Autogroup group) {
        return switch (user.role()) {
            case OWNER -> group == Autogroup.OWNER || group == Autogroup.ADMIN;
            case ADMIN -> group == Autogroup.ADMIN;
            case IT_ADMIN -> group == Autogroup.IT_ADMIN;
            case NETWORK_ADMIN -> group == Autogroup.NETWORK_ADMIN;
            case BILLING_ADMIN -> group == Autogroup.BILLING_ADMIN;
            case AUDITOR -> group == Autogroup.AUDITOR;
            case MEMBER -> false;
        };
    }
}
