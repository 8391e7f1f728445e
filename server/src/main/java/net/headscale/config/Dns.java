package net.headscale.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import net.headscale.config.key.Reading;
import net.headscale.wire.net.IpAddress;

/// The names that nodes get, and whom clients ask for other names.
///
/// @param magicDns whether clients resolve the names of nodes
/// @param domains what the names of nodes end in
/// @param resolvers whom clients ask for other names
/// @param searchDomains what is tried after a short name, besides the base domain
/// @param extraRecords further names
public record Dns(
        boolean magicDns, Domains domains, Resolvers resolvers, List<String> searchDomains, ExtraRecords extraRecords) {
    // reserved for private networks, so that it never hides a public name
    private static final String DEFAULT_DOMAIN = "headscale.internal";
    private static final String TAILNET_DOMAINS = "dns.tailnet_domains";
    private static final Pattern DOMAIN = Pattern.compile("(?=.{1,180}$)[a-z0-9-]{1,63}(\\.[a-z0-9-]{1,63})*");

    public Dns {
        searchDomains = List.copyOf(searchDomains);
    }

    /// What the names of nodes end in, in lower case and without a trailing dot.
    ///
    /// @param base of the tailnet `default`; all others have a sub-domain of it
    /// @param ofTailnets by their names: those that have a domain of their own instead; all different
    public record Domains(String base, Map<String, String> ofTailnets) {
        public Domains {
            ofTailnets = Map.copyOf(ofTailnets);
        }

        /// Whether a name is `top` or one below it.
        static boolean isAtOrBelow(String name, String top) {
            return name.equals(top) || name.endsWith("." + top);
        }
    }

    /// Whom clients ask for other names.
    ///
    /// @param overrideLocal whether clients ask `global` instead of their own resolvers
    /// @param global addresses, or URLs of DNS over HTTPS
    /// @param split resolvers for the names below a domain
    public record Resolvers(boolean overrideLocal, List<String> global, Map<String, List<String>> split) {
        public Resolvers {
            global = List.copyOf(global);
            split = Map.copyOf(split);
        }
    }

    /// Where further names come from.
    public sealed interface ExtraRecords {
        /// From the configuration itself.
        record Listed(List<ExtraRecord> records) implements ExtraRecords {
            public Listed {
                records = List.copyOf(records);
            }
        }

        /// From a JSON file that is watched.
        record InFile(Path file) implements ExtraRecords {}
    }

    /// A further name.
    ///
    /// @param type `A` or `AAAA`: clients know no others
    /// @param value an address of that family
    public record ExtraRecord(String name, String type, String value) {
        /// The record that these words describe; without a type it is that of the address.
        ///
        /// @throws IllegalArgumentException if there is no name, or the address is not of the type
        public static ExtraRecord of(Map<String, String> words) {
            String name = words.getOrDefault("name", "");
            IpAddress value = IpAddress.parse(words.getOrDefault("value", ""));
            String type = value.isIpv6() ? "AAAA" : "A";
            if (name.isEmpty() || !words.getOrDefault("type", type).equals(type)) {
                throw new IllegalArgumentException(
                        "expected name, type (A or AAAA) and an address of that family as value, found " + words);
            }
            return new ExtraRecord(name, type, value.toString());
        }
    }

    static Dns read(Reading reading) {
        boolean isOn = reading.flag("dns.magic_dns", true);
        if (reading.isSet("dns.magic_dns")
                && isOn
                && reading.text("dns.base_domain", "").isEmpty()) {
            reading.reject(
                    "dns.base_domain", "is missing", "dns.magic_dns needs it; set a domain such as tail.example.com");
        }
        return new Dns(
                isOn,
                readDomains(reading),
                readResolvers(reading),
                reading.list("dns.search_domains", text -> text),
                readExtraRecords(reading));
    }

    private static Domains readDomains(Reading reading) {
        String given = withoutDot(reading.text("dns.base_domain", ""));
        String base = given.isEmpty() ? DEFAULT_DOMAIN : given;
        var own = new LinkedHashMap<String, String>();
        reading.listsByName(TAILNET_DOMAINS)
                .forEach((tailnet, words) -> reading.attempt(TAILNET_DOMAINS, () -> domain(tailnet, words, base, own))
                        .ifPresent(domain -> own.put(tailnet, domain)));
        return new Domains(base, own);
    }

    /// A tailnet's own domain; two tailnets with one would have two nodes with one name.
    private static String domain(String tailnet, List<String> words, String base, Map<String, String> others) {
        String domain = withoutDot(String.join(",", words));
        if (tailnet.equals("default")) {
            throw new IllegalArgumentException("the domain of the tailnet default is dns.base_domain");
        }
        if (!DOMAIN.matcher(domain).matches()) {
            throw new IllegalArgumentException("expected one domain for " + tailnet + ", found '" + domain + "'");
        }
        if (Domains.isAtOrBelow(domain, base) || others.containsValue(domain)) {
            throw new IllegalArgumentException("expected a domain for " + tailnet
                    + " that is outside dns.base_domain and no other tailnet's, found " + domain);
        }
        return domain;
    }

    private static String withoutDot(String domain) {
        String lower = domain.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }

    private static Resolvers readResolvers(Reading reading) {
        List<String> global = reading.list("dns.nameservers.global", Dns::resolver);
        boolean overrides = reading.flag("dns.override_local_dns", !global.isEmpty());
        if (overrides && global.isEmpty()) {
            reading.reject(
                    "dns.override_local_dns",
                    "needs dns.nameservers.global",
                    "name resolvers there, or set this to false");
        }
        var split = new LinkedHashMap<String, List<String>>();
        reading.listsByName("dns.nameservers.split").forEach((domain, resolvers) -> {
            var good = new ArrayList<String>();
            for (String text : resolvers) {
                reading.attempt("dns.nameservers.split", () -> resolver(text)).ifPresent(good::add);
            }
            split.put(domain, good);
        });
        return new Resolvers(overrides, global, split);
    }

    private static String resolver(String text) {
        if (!text.startsWith("https://") && !text.startsWith("http://")) {
            IpAddress.parse(text);
        }
        return text;
    }

    private static ExtraRecords readExtraRecords(Reading reading) {
        boolean hasFile = !reading.text("dns.extra_records_path", "").isEmpty();
        List<ExtraRecord> records = new ArrayList<>();
        for (Map<String, String> words : reading.records("dns.extra_records")) {
            reading.attempt("dns.extra_records", () -> ExtraRecord.of(words)).ifPresent(records::add);
        }
        if (hasFile && !records.isEmpty()) {
            reading.reject("dns.extra_records_path", "is set beside dns.extra_records", "keep one of them");
        }
        return hasFile
                ? new ExtraRecords.InFile(reading.path("dns.extra_records_path", reading.folder()))
                : new ExtraRecords.Listed(records);
    }
}
