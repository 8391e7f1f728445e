/// Reads the text of a policy: what HuJSON says there becomes the words of [net.headscale.policy.language], or a
/// refusal that names the place and, where it is known, what the hosted service says.
///
/// Pure, and without a tailnet. Messages are byte for byte those of the hosted service wherever they are known.
///
/// - Start reading at `PolicyReader#read`; each section has a reader of its own.
/// - Words: *place*, where a selector stands; *script*, a text while it is read.
@NullMarked
package net.headscale.policy.text;

import org.jspecify.annotations.NullMarked;
