/// The messages of a map stream: `uint32` length, little-endian, then zstd frames whose text is one JSON object.
///
/// Clients join the frames of a message (their decoder was asked), so text that many messages share is compressed once
/// and its frame goes into each of them.
///
/// - Start reading at [net.headscale.wire.tailcfg.framing.MapFraming], then
///   [net.headscale.wire.tailcfg.framing.MapCompressor].
/// - Words: *frame*, one complete zstd frame; *message*, a length and the frames it covers.
@NullMarked
package net.headscale.wire.tailcfg.framing;

import org.jspecify.annotations.NullMarked;
