/// A thin skin on Jackson's streaming API, cut to what Go's `encoding/json` writes and accepts.
///
/// - Start reading at [net.headscale.wire.json.JsonReader], then [net.headscale.wire.json.JsonWriter].
/// - Words: *member*, a name and its value in an object; *document*, one JSON value that fills its bytes;
///   *zero*, Go's zero value (`0`, `false`, `""`, an empty list), which most members are left out for.
/// - Lenient where Go is: absent and `null` are alike, unknown members are skipped. Strict in types and bounds:
///   whatever is wrong with an input is a [net.headscale.wire.json.MalformedMessage].
@NullMarked
package net.headscale.wire.json;

import org.jspecify.annotations.NullMarked;
