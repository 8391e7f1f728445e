/// Reads HuJSON, that is JSON with comments and trailing commas, into a syntax tree that knows where everything stood.
///
/// Pure. Nothing of the text is lost: values carry their offsets and the document its comments.
///
/// - Start reading at [net.headscale.policy.hujson.HuJson], then [net.headscale.policy.hujson.Value].
/// - Words: *offset*, a count of UTF-16 characters from the start of the text; *position*, the same as line and column.
@NullMarked
package net.headscale.policy.hujson;

import org.jspecify.annotations.NullMarked;
