/// The JSON of `net.headscale.wire.tailcfg`, written out by hand: one codec a record, no reflection.
///
/// Each codec has `write`, which gives the bytes Go gives (members in the order of Go's struct, the same ones
/// left out), and `read`. Those of whole documents also have `encode` and `decode`.
///
/// - Start reading at [net.headscale.wire.tailcfg.codec.NodeCodec], then
///   [net.headscale.wire.tailcfg.codec.MapResponseCodec].
/// - Reading takes absent, `null` and empty alike except where a record keeps them apart, ignores unknown
///   members and is strict in types: see [net.headscale.wire.json.JsonReader].
@NullMarked
package net.headscale.wire.tailcfg.codec;

import org.jspecify.annotations.NullMarked;
