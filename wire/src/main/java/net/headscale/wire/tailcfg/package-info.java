/// What the Tailscale control protocol says, as values: registration, the network map, and what hangs on them.
///
/// Names are those of Tailscale's `tailcfg` in Java spelling (`DERPMap` is `DerpMap`). These records carry what
/// goes over the wire and decide nothing; `net.headscale.wire.tailcfg.codec` turns them into JSON and back, and
/// `net.headscale.wire.tailcfg.framing` into the messages of a map stream.
///
/// - Start reading at [net.headscale.wire.tailcfg.MapResponse], then [net.headscale.wire.tailcfg.Node].
/// - Words: *absent*, not on the wire, which in a map message means *unchanged*; a component is `@Nullable`
///   where absent and empty differ, and says what each means. Everywhere else absent, `null` and empty are one
///   value: zero, `""`, `List.of()`.
/// - Fields that no supported client sends or needs (capability version 113 on) are not here: `Node.DERP`,
///   `Node.Capabilities`, `MapResponse.Seq`.
@NullMarked
package net.headscale.wire.tailcfg;

import org.jspecify.annotations.NullMarked;
