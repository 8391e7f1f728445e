package net.headscale.tailnet;

import java.util.regex.Pattern;

/// A tag in full: `tag:` and a name.
///
/// @param text `tag:`, a letter, then letters, digits and hyphens (tailscale `tailcfg.CheckTag`)
public record Tag(String text) implements Comparable<Tag> {
    private static final Pattern SHAPE = Pattern.compile("tag:[A-Za-z][A-Za-z0-9-]{0,200}");

    public Tag {
        if (!SHAPE.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "expected a tag such as tag:web (a letter, then letters, digits and hyphens), found \"" + text
                            + "\"");
        }
    }

    /// Whether `text` has the shape of a tag.
    public static boolean isValid(String text) {
        return SHAPE.matcher(text).matches();
    }

    @Override
    public int compareTo(Tag other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
